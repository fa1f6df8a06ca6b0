// Generates the cost figures in docs/operations.md from counts and prices, so that the page cannot go out of date.

import { readSizing } from '../deploy/sizing';
import { billOf, type Meter, type Price, priceList, type Usage } from './bill';
import type { Counts } from './counts';
import { idleUsage, usageOfWork } from './usage';

const THOUSAND = 1000;
export const sectionBegin = '<!-- figures: written by npm run count:operations -->';
export const sectionEnd = '<!-- end of figures -->';

/** Markdown, including the two markers. */
export function costSection(counts: Counts): string {
  const dev = readSizing('dev');
  const prod = readSizing('prod');
  const { order, picture, countedOn, samples } = counts;
  return [
    sectionBegin,
    `Prices in ${priceList.currency} as listed for ${priceList.region} on ${priceList.asOf}, without tax. Counted on ${countedOn}`,
    `(averages of ${samples.orders} orders and ${samples.pictures} pictures of 12 megapixels).`,
    '',
    '**A month without customers**, after the free grants:',
    '',
    ...table(['', 'price', 'dev', '', 'prod', ''], rowsOf([idleUsage(dev), idleUsage(prod)], { grants: true, of: 1 })),
    '',
    '**1,000 orders and 1,000 pictures**, as if the free grants were spent:',
    '',
    ...table(
      ['', 'price', 'one order', '1,000 orders', 'one picture', '1,000 pictures'],
      rowsOf([usageOfWork(order, THOUSAND, dev), usageOfWork(picture, THOUSAND, dev)], { grants: false, of: THOUSAND }),
    ),
    sectionEnd,
  ].join('\n');
}

/** The page with its figures replaced. @throws when a marker is missing. */
export function withCostSection(page: string, counts: Counts): string {
  const [begin, end] = [page.indexOf(sectionBegin), page.indexOf(sectionEnd)];
  if (begin < 0 || end < begin) throw new Error('The page lacks the markers for the figures.');
  return page.slice(0, begin) + costSection(counts) + page.slice(end + sectionEnd.length);
}

/** Two usages side by side, quantities divided by `of`. */
function rowsOf(usages: [Usage, Usage], { grants, of }: { grants: boolean; of: number }): string[][] {
  const bills = usages.map((usage) => billOf(usage, { grants }));
  const rows = meters(...usages).map((meter) => [
    ...priceOf(meter),
    ...bills.flatMap(({ lines }) => {
      const line = lines.find((one) => one.meter === meter);
      return line ? [`${amount(line.quantity / of)} ${line.unit}`, money(line.amount)] : ['', ''];
    }),
  ]);
  return [...rows, ['**total**', '', ...bills.flatMap(({ total }) => ['', `**${money(total)}**`])]];
}

/** In the order of the price list. */
function meters(...usages: Usage[]): Meter[] {
  return (Object.keys(priceList.meters) as Meter[]).filter((meter) => usages.some((usage) => (usage[meter] ?? 0) > 0));
}

function priceOf(meter: Meter): [what: string, price: string] {
  const { what, page, price, per, unit, freePerMonth }: Price = priceList.meters[meter];
  const free = freePerMonth > 0 ? `, ${amount(freePerMonth)} free` : '';
  return [`[${what}](${page})`, `${price} / ${per === 1 ? '' : `${amount(per)} `}${unit}${free}`];
}

function table(head: string[], rows: string[][]): string[] {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, at) => (at < 2 ? '---' : '---:'))), ...rows.map(line)];
}

function amount(quantity: number): string {
  if (quantity >= 100) return Math.round(quantity).toLocaleString('en');
  return String(Number(quantity.toPrecision(2)));
}

function money(value: number): string {
  return value === 0 || value >= 0.005 ? value.toFixed(2) : '< 0.01';
}
