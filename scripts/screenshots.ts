// `npm run screenshots [-- NAME…]` takes pictures of the main views for README, in light and dark and as on a phone, and writes
// them into docs/screenshots. It needs Chromium, and knows of a page no more than its address.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import sharp from 'sharp';
import { findChromium } from '../tests/browser/find-chromium';
import { repositoryRoot } from './repository-root';
import { openProofSite } from './screenshots/proof-site';
import { openShopSite, type Site } from './screenshots/shop-site';

interface View {
  name: string;
  open(folder: string): Promise<Site>;
  path: string;
}

const views: readonly View[] = [
  { name: 'storefront', open: openShopSite, path: '/' },
  { name: 'console', open: openShopSite, path: '/console' },
  { name: 'proof', open: openProofSite, path: '/proof' },
];
const looks = [
  { suffix: 'light', width: 1280, height: 800, colorScheme: 'light' },
  { suffix: 'dark', width: 1280, height: 800, colorScheme: 'dark' },
  { suffix: 'phone', width: 390, height: 844, colorScheme: 'light' },
] as const;
const quality = 80;

async function main(names: string[]): Promise<void> {
  const unknown = names.filter((name) => !views.some((view) => view.name === name));
  if (unknown.length > 0) throw new Error(`There is no view ${unknown.join(', ')}.`);
  const found = findChromium();
  if ('missing' in found) throw new Error(`Screenshots need a browser: ${found.missing}`);
  const target = join(repositoryRoot(), 'docs/screenshots');
  mkdirSync(target, { recursive: true });
  const browser = await chromium.launch({ executablePath: found.path, args: ['--no-sandbox'] });
  try {
    for (const view of views) if (names.length === 0 || names.includes(view.name)) await take(view, browser, target);
  } finally {
    await browser.close();
  }
}

async function take(view: View, browser: Browser, target: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'cartwright-screenshots-'));
  const site = await view.open(folder);
  try {
    for (const { suffix, width, height, colorScheme } of looks) {
      const viewport = { width, height };
      const context = await browser.newContext({ viewport, colorScheme, locale: 'en-GB', reducedMotion: 'reduce' });
      const page = await context.newPage();
      await show(page, `${site.origin}${view.path}`);
      const file = join(target, `${view.name}-${suffix}.webp`);
      writeFileSync(
        file,
        await sharp(await page.screenshot())
          .webp({ quality })
          .toBuffer(),
      );
      console.log(file);
      await context.close();
    }
  } finally {
    await site.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @throws when the address has no page. */
async function show(page: Page, url: string): Promise<void> {
  const response = await page.goto(url);
  if (!response?.ok()) throw new Error(`${url} returned ${response?.status()}`);
  await page.getByRole('heading').first().waitFor();
  const key = page.getByLabel(/key/i);
  if (await key.isVisible()) {
    await key.fill('none');
    await key.press('Enter');
    await key.waitFor({ state: 'hidden' });
  }
  // A page that follows an order is never without requests for long.
  await page.waitForTimeout(1_500);
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: Error) => {
    console.error(error.message);
    process.exit(1);
  },
);
