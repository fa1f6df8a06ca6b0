// docs/operations.md is up to date: its figures match the last count and the price list, its alerts match the template, and
// its commands exist.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sectionEnd, withCostSection } from '../../../scripts/cost/cost-section';
import type { Counts } from '../../../scripts/cost/counts';
import counts from '../../../scripts/cost/counts.json';
import { costsOf } from '../../../scripts/deploy/costs';
import { repositoryRoot } from '../../../scripts/repository-root';

const root = repositoryRoot();
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const page = read('docs/operations.md');

test('the figures match counts and prices; update them with "npm run count:operations -- --page"', () => {
  expect(withCostSection(page, counts)).toBe(page);
});

test('different counts give different figures', () => {
  const dearer: Counts = { ...counts, order: { ...counts.order, executions: counts.order.executions * 2 } };
  expect(withCostSection(page, dearer)).not.toBe(page);
  expect(() => withCostSection(page.replace(sectionEnd, ''), counts)).toThrow('lacks the markers for the figures');
});

test('a deployment shows the same costs as the page', () => {
  const { idleMonth, thousandOrders, thousandPictures } = costsOf('dev');
  for (const { total } of [idleMonth, thousandOrders, thousandPictures]) {
    expect(total).toBeGreaterThan(0);
    expect(page).toContain(`**${total.toFixed(2)}**`);
  }
});

test('the page explains exactly the alerts of the template', () => {
  const template = read('infra/modules/alerts.bicep');
  const logAlerts = [...template.matchAll(/^ {4}name: '([\w-]+)'$/gm)].map((match) => match[1] ?? '');
  const metricAlerts = [...template.matchAll(/name: '([\w-]+)-\$\{token\}'/g)].map((match) => match[1] ?? '');
  const made = [...logAlerts, ...metricAlerts].filter((name) => name !== 'ag');
  const explained = [...page.matchAll(/^\| `([\w-]+)` \| .* \| .* \|$/gm)].map((match) => match[1] ?? '');
  expect(made.length).toBeGreaterThanOrEqual(4);
  expect(explained).toEqual(expect.arrayContaining(made));
  expect(made).toEqual(
    expect.arrayContaining(explained.filter((name) => !/^[A-Z_]+$/.test(name) && name !== 'blobs_extension')),
  );
});

test('every npm script and every file that the page names exists', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const named = [...page.matchAll(/\bnpm run ([\w:-]+)/g)].map((match) => match[1] ?? '');
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
  const files = [...page.matchAll(/`((?:infra|scripts|src|tests|docs|\.github)\/[\w./-]+)`/g)].map(
    (match) => match[1] ?? '',
  );
  expect(files.length).toBeGreaterThan(5);
  expect(files.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});
