// Generates the cost figures in docs/operations.md from counts and prices, so that the page cannot go out of date.

import { readSizing } from '../deploy/sizing';
import { billOf, type Meter, type Price, priceList, type Usage } from './bill';
import type { Counts } from './counts';
import { floodHour, groupNames, idleGroups, idleUsage } from './idle-groups';
import type { Sizing } from './sizing-shape';
import { schedulerActions, usageOfWork } from './usage';

const THOUSAND = 1000;
export const sectionBegin = '<!-- figures: written by npm run count:operations -->';
export const sectionEnd = '<!-- end of figures -->';

/** Markdown, including the two markers. */
export function costSection(counts: Counts): string {
  const shops = columns();
  const sizings = Object.values(shops);
  const { order, picture, countedOn, samples } = counts;
  return [
    sectionBegin,
    `Prices in ${priceList.currency} as listed for ${priceList.region} on ${priceList.asOf}, without tax. Counted on ${countedOn}`,
    `(averages of ${samples.orders} orders and ${samples.pictures} pictures of 12 megapixels).`,
    '',
    '**A month without customers**, after the free grants:',
    '',
    ...table(
      ['', 'price', ...Object.keys(shops).flatMap((name) => [name, ''])],
      rowsOf(sizings.map(idleUsage), { grants: true, of: 1 }),
    ),
    '',
    '**The same by scaling group**, before the free grants:',
    '',
    ...table(['', ...Object.keys(shops)], groupRows(sizings)),
    '',
    '**The largest flood**: an hour in which every instance of `maximumInstanceCount` is busy.',
    '',
    ...table(['', ...Object.keys(shops)], floodRows(sizings)),
    '',
    '**1,000 orders and 1,000 pictures**, as if the free grants were spent:',
    '',
    ...workTables(counts, shops),
    '',
    `With the Durable Task Scheduler an order is ${amount(schedulerActions(order.durable))} actions and a picture`,
    `${amount(schedulerActions(picture.durable))}; the queue and table operations of the task hub go. 500 actions a second, the limit of its sku`,
    `Consumption, are ${Math.floor(500 / schedulerActions(order.durable))} orders a second; 2,000, one unit of Dedicated, are ${Math.floor(2000 / schedulerActions(order.durable))}.`,
    sectionEnd,
  ].join('\n');
}

/** Dev and prod as their files say, and prod on the other plan. */
function columns(): Record<string, Sizing> {
  const [dev, prod] = [readSizing('dev'), readSizing('prod')];
  const other = prod.plan === 'flex' ? 'premium' : 'flex';
  return { [`dev, ${dev.plan}`]: dev, [`prod, ${prod.plan}`]: prod, [`prod, ${other}`]: { ...prod, plan: other } };
}

/** The page with its figures replaced. @throws when a marker is missing. */
export function withCostSection(page: string, counts: Counts): string {
  const [begin, end] = [page.indexOf(sectionBegin), page.indexOf(sectionEnd)];
  if (begin < 0 || end < begin) throw new Error('The page lacks the markers for the figures.');
  return page.slice(0, begin) + costSection(counts) + page.slice(end + sectionEnd.length);
}

/** A table of one order and one picture on flex, with the totals of the plan premium in a last row. */
function workTables({ order, picture }: Counts, shops: Record<string, Sizing>): string[] {
  const instanceGb = Object.values(shops)[0]?.instanceGb ?? 0;
  const usages = (plan: Sizing['plan']) =>
    [order, picture].map((work) => usageOfWork(work, THOUSAND, { plan, instanceGb }));
  const onPremium = usages('premium').flatMap((usage) => ['', `**${money(billOf(usage, { grants: false }).total)}**`]);
  return table(
    ['', 'price', 'one order', '1,000 orders', 'one picture', '1,000 pictures'],
    [
      ...rowsOf(usages('flex'), { grants: false, of: THOUSAND }),
      ['**total on the plan premium**, beside its instances', '', ...onPremium],
    ],
  );
}

function groupRows(sizings: Sizing[]): string[][] {
  const cost = (sizing: Sizing, name: string) => {
    const group = idleGroups(sizing).find((one) => one.name === name);
    return group ? billOf(group.usage, { grants: false }).total : 0;
  };
  return groupNames
    .map((name) => ({ name, costs: sizings.map((sizing) => cost(sizing, name)) }))
    .map(({ name, costs }) => [name, ...costs.map((value) => (value > 0 ? money(value) : ''))]);
}

function floodRows(sizings: Sizing[]): string[][] {
  return [
    ['instances', ...sizings.map(({ maximumInstances }) => String(maximumInstances))],
    [`${priceList.currency} an hour`, ...sizings.map((sizing) => money(floodHour(sizing)))],
    [`${priceList.currency} a day`, ...sizings.map((sizing) => money(floodHour(sizing) * 24))],
  ];
}

/** Usages side by side, quantities divided by `of`. */
function rowsOf(usages: Usage[], { grants, of }: { grants: boolean; of: number }): string[][] {
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
