// Audits one order against its plan: its record, payments, shipments and mails.

import type { Order } from '../../client/api-types';
import type { Books } from '../../scripts/faults/read-books';
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
    ...lineProblems(placed, order),
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

function moneyProblems({ payments }: OwnBooks, total: number, { money, refunds }: Expected): string[] {
  const moved = (kind: string) =>
    payments.filter((row) => row.kind === kind && row.outcome === 'accepted' && row.amount > 0);
  const [held, taken, back, freed] = ['authorize', 'capture', 'refund', 'void'].map(moved);
  const problems: string[] = [];
  const must = (what: string, rows: typeof held, wanted: number[]) => {
    const amounts = (rows ?? []).map(({ amount }) => amount);
    if (amounts.join() !== wanted.join()) {
      problems.push(`${what} is [${amounts.join(', ')}] of a total of ${total}; the money should be ${money}`);
    }
  };
  const all = (isWanted: boolean) => (isWanted ? [total] : []);
  must('captured', taken, all(money === 'taken' || money === 'partly' || money === 'givenBack'));
  must('refunded', back, refunds);
  const sum = (rows: typeof held) => (rows ?? []).reduce((units, { amount }) => units + amount, 0);
  if (sum(back) > sum(taken)) problems.push(`gave back ${sum(back)} of ${sum(taken)}`);
  // An authorization without a capture must be voided, unless the order still waits for approval.
  must('voided', freed, all(money === 'none' && held?.length === 1));
  if (money === 'held') must('authorized', held, all(true));
  return problems;
}

/** No line has more units refunded than were ordered, nor more money than it costs. */
function lineProblems({ plan, total }: Placed, { refunds }: Order): string[] {
  const back = refunds.filter(({ state }) => state === 'refunded');
  const units = (wanted: string) =>
    back.flatMap(({ lines }) => lines).reduce((sum, { sku, quantity }) => sum + (sku === wanted ? quantity : 0), 0);
  const amount = back.reduce((sum, refund) => sum + refund.amount.amount, 0);
  return [
    ...plan.lines.filter(({ sku, quantity }) => units(sku) > quantity).map(({ sku }) => `refunded too many ${sku}`),
    ...(amount > total ? [`refunded ${amount} of a total of ${total}`] : []),
  ];
}

function parcelProblems({ shipments }: OwnBooks, { plan }: Placed, order: Order, expected: Expected): string[] {
  const { arrived, withdrawn } = expected;
  const sent = shipments.filter(({ state }) => state !== 'refused' && state !== 'cancelled');
  const problems: string[] = [];
  const warehouses = new Set(
    plan.lines.map(({ sku }) => shopProducts.find((product) => product.sku === sku)?.warehouse),
  );
  const most = arrived ? warehouses.size : 0;
  const wanted = arrived ? most - new Set(withdrawn).size : 0;
  if (sent.length < wanted || sent.length > most)
    problems.push(`has ${sent.length} active parcels, expected ${wanted}`);
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
