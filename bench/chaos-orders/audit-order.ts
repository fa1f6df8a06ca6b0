// Audits one order against its plan: its record, payments, shipments and mails.

import type { Order } from '../../scripts/shop/wire';
import type { Books } from './books';
import type { Placed } from './buy';
import { type Expected, expectedOf } from './expected';
import { shopProducts } from './products';

/** The sweep runs every minute. */
const mostPlacedMs = 61_000;

/** @returns one message per problem. */
export function auditOrder(placed: Placed & { orderId: string }, order: Order, books: Books): string[] {
  const expected = expectedOf(placed, order.state);
  const mine = ofOrder(books, placed.orderId);
  const found = [
    ...recordProblems(order, expected),
    ...moneyProblems(mine, placed.total, expected),
    ...parcelProblems(mine, placed, order, expected),
    ...mailProblems(mine, expected),
  ];
  return found.map((problem) => `${placed.plan.name} ${placed.orderId}: ${problem}`);
}

export type OwnBooks = Pick<Books, 'payments' | 'shipments' | 'mails'>;

function ofOrder({ payments, shipments, mails }: Books, wanted: string): OwnBooks {
  return {
    payments: payments.filter(({ orderId }) => orderId === wanted),
    shipments: shipments.filter(({ partitionKey }) => partitionKey === wanted),
    mails: mails.filter(({ orderId }) => orderId === wanted),
  };
}

function recordProblems({ state, timeline }: Order, expected: Expected): string[] {
  const problems: string[] = [];
  const last = timeline.at(-1);
  if (state !== expected.state) problems.push(`is ${state} (${last?.reason}), expected ${expected.state}`);
  else if (expected.reason && last?.reason !== expected.reason) problems.push(`was refused with ${last?.reason}`);
  const waited = placedForMs(timeline);
  if (waited > mostPlacedMs) problems.push(`was not started for ${Math.round(waited / 1000)} s`);
  const steps = timeline.map(({ step }) => step);
  if (new Set(steps).size < steps.length) problems.push(`has repeated steps: ${steps.join(', ')}`);
  const noMail = steps.filter((step) => step.startsWith('mail:'));
  if (noMail.length > 0) problems.push(`could not send ${noMail.join(', ')}`);
  return problems;
}

/** How long the order was only placed, in ms; 0 while nothing has followed. */
function placedForMs([placed, next]: Order['timeline']): number {
  return placed && next ? Date.parse(next.at) - Date.parse(placed.at) : 0;
}

function moneyProblems({ payments }: OwnBooks, total: number, { money }: Expected): string[] {
  const moved = (kind: string) =>
    payments.filter((row) => row.kind === kind && row.outcome === 'accepted' && row.amount > 0);
  const [held, taken, back, freed] = ['authorize', 'capture', 'refund', 'void'].map(moved);
  const problems: string[] = [];
  const must = (what: string, rows: typeof held, wanted: boolean) => {
    const amounts = (rows ?? []).map(({ amount }) => amount);
    if (amounts.join() !== (wanted ? String(total) : '')) {
      problems.push(`${what} is [${amounts.join(', ')}] of a total of ${total}; the money should be ${money}`);
    }
  };
  must('captured', taken, money === 'taken' || money === 'givenBack');
  must('refunded', back, money === 'givenBack');
  // An authorization without a capture must be voided, unless the order still waits for approval.
  must('voided', freed, money === 'none' && held?.length === 1);
  if (money === 'held') must('authorized', held, true);
  return problems;
}

function parcelProblems({ shipments }: OwnBooks, { plan }: Placed, order: Order, { arrived }: Expected): string[] {
  const sent = shipments.filter(({ state }) => state !== 'refused' && state !== 'cancelled');
  const problems: string[] = [];
  const warehouses = new Set(
    plan.lines.map(({ sku }) => shopProducts.find((product) => product.sku === sku)?.warehouse),
  );
  const wanted = arrived ? warehouses.size : 0;
  if (sent.length !== wanted) problems.push(`has ${sent.length} active parcels, expected ${wanted}`);
  const late = sent.filter(({ state }) => state !== 'delivered').map(({ rowKey, state }) => `${rowKey} ${state}`);
  if (late.length > 0) problems.push(`has undelivered parcels: ${late.join(', ')}`);
  const ids = (of: { shipmentId: string }[]) => of.map(({ shipmentId }) => shipmentId).toSorted();
  const [known, real] = [ids(order.shipments).join(), ids(sent).join()];
  if (known !== real) problems.push(`has the shipments [${known}], the carrier has [${real}]`);
  return problems;
}

function mailProblems({ mails }: OwnBooks, expected: Expected): string[] {
  const problems = mails.filter(({ rewritten }) => rewritten).map(({ event }) => `sent the mail ${event} twice`);
  const certain = mails.map(({ event }) => event).filter((event) => !expected.optionalMails.includes(event));
  const [sent, wanted] = [certain.toSorted().join(), expected.mails.join()];
  if (sent !== wanted) problems.push(`sent the mails [${sent}], expected [${wanted}]`);
  return problems;
}
