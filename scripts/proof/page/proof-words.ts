// What the page says of the state: plain functions, without the page.

import { cards, type LiveBooks, type ProofState, type SurvivedFault } from '../proof-state';

export interface Verdict {
  isGood: boolean;
  text: string;
}

/** One line for the whole page. */
export function verdictOf({ books, orders, host }: ProofState): Verdict | undefined {
  if (!books) return undefined;
  const problems = problemsOf({ books, orders, host });
  return problems.length === 0
    ? { isGood: true, text: 'The books are in balance.' }
    : { isGood: false, text: `The books are not in balance: ${problems.length} problems.` };
}

export function problemsOf({ books, orders, host }: Pick<ProofState, 'books' | 'orders' | 'host'>): string[] {
  if (!books) return [];
  const lost = orders.lost > 0 ? [`${orders.lost} accepted orders are not in the shop’s records`] : [];
  return [
    ...books.money.problems,
    ...(books.stock?.problems ?? []),
    ...books.mails.problems,
    ...lost,
    ...host.problems,
  ];
}

export function money(amount: number, currency: string): string {
  return new Intl.NumberFormat(undefined, { style: 'currency', currency }).format(amount / 100);
}

export interface BookLine {
  name: string;
  /** The equation, with its figures. */
  figures: { label: string; value: string }[];
  isGood: boolean;
  /** When the figures are older than the others, ISO 8601, UTC. */
  asOf?: string;
}

/** The stock is known to the host alone; this much later it must be down. */
const oldStockMs = 3_000;

export function bookLines(
  { at, currency, money: sums, stock, mails }: LiveBooks,
  lost: number,
  placed: number,
): BookLine[] {
  const paid = (amount: number) => money(amount, currency);
  const units = (count: number) => count.toLocaleString();
  const lines: BookLine[] = [
    {
      name: 'Money captured is shipped, refunded or of an open order',
      figures: [
        { label: 'captured', value: paid(sums.captured) },
        { label: '= shipped', value: paid(sums.shipped) },
        { label: '+ refunded', value: paid(sums.refunded) },
        { label: '+ open', value: paid(sums.open) },
      ],
      isGood: sums.problems.length === 0,
    },
    {
      name: 'No mail is sent twice',
      figures: [
        { label: 'sent', value: units(mails.sent) },
        { label: 'twice', value: units(mails.problems.length) },
      ],
      isGood: mails.problems.length === 0,
    },
    {
      name: 'No accepted order is lost',
      figures: [
        { label: 'placed', value: units(placed) },
        { label: 'lost', value: units(lost) },
      ],
      isGood: lost === 0,
    },
  ];
  if (stock) lines.splice(1, 0, stockLine(stock, at, units));
  return lines;
}

function stockLine(stock: NonNullable<LiveBooks['stock']>, at: string, units: (count: number) => string): BookLine {
  const isOld = Date.parse(at) - Date.parse(stock.at) > oldStockMs;
  return {
    ...(isOld && { asOf: stock.at }),
    name: 'Every unit is free, reserved or sold',
    figures: [
      { label: 'received', value: units(stock.received) },
      { label: '= free', value: units(stock.onHand - stock.reserved) },
      { label: '+ reserved', value: units(stock.reserved) },
      { label: '+ sold', value: units(stock.sold) },
    ],
    isGood: stock.problems.length === 0,
  };
}

export function faultTitle({ kind, card }: SurvivedFault): string {
  if (kind === 'kill') return 'The host was killed';
  if (kind === 'outage') return 'The storage was out of reach';
  return card ? cards[card] : 'The payments were changed';
}

/** What became of the orders that were under way. */
export function faultOutcome({ hit, ended }: SurvivedFault): Verdict {
  if (hit === 0) return { isGood: true, text: 'Survived: no order was under way' };
  if (ended === hit) return { isGood: true, text: `Survived: ${hit} of ${hit} orders came to their end` };
  return { isGood: false, text: `${ended} of ${hit} orders have come to their end` };
}
