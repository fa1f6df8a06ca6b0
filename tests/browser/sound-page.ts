// What every view has to be: without a violation that axe finds, without an error, and no wider than its window.

import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

/** For events that the shop brings about; a busy machine takes its time. */
export const waitMs = 60_000;

export interface WatchedPage {
  page: Page;
  /** What a visitor should never see: errors of scripts, and of the browser's console. */
  errors: string[];
}

/** Nothing is wrong with the page as it is now. */
export async function expectSound({ page, errors }: WatchedPage): Promise<void> {
  expect(await axeViolations(page)).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
  expect(errors).toEqual([]);
}

export function visible(page: Page, text: string | RegExp): Promise<void> {
  return page.getByText(text).first().waitFor({ state: 'visible', timeout: waitMs });
}

interface AxeResults {
  violations: { id: string; nodes: { html: string }[] }[];
}

const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds wrong in the page as it is now, one line each. */
export async function axeViolations(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<AxeResults> } };
    const { violations } = await axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
  });
}
