// The auditor: compares all books with the plan and with each other once everything has come to rest.

import { expectStatus, type Shop } from '../../scripts/shop/shop-client';
import type { PatientClient } from '../chaos-host/patient-client';
import { auditOrder } from './audit-order';
import type { Audited } from './audit-runs';
import { auditRuns } from './audit-runs';
import { auditStock } from './audit-stock';
import { type Books, readBooks } from './books';
import type { Placed } from './buy';
import { patient } from './patient';
import { shopProducts } from './products';

export interface Auditor {
  shop: Shop;
  client: PatientClient;
  /** Connection string that does not fail. */
  storage: string;
}

export interface Finding {
  /** What is not as it must be, in words; empty when all is well. */
  problems: string[];
  /** How many orders are in each state. */
  states: Record<string, number>;
}

export async function audit({ shop, client, storage }: Auditor, all: Placed[]): Promise<Finding> {
  const books = await readBooks(storage);
  const placed = all.flatMap((one) => (one.orderId === undefined ? [] : [{ ...one, orderId: one.orderId }]));
  const looks = await Promise.allSettled(placed.map(async (one) => ({ placed: one, order: await one.look() })));
  const orders = looks.flatMap((look) => (look.status === 'fulfilled' ? [look.value] : []));
  const states: Finding['states'] = {};
  for (const { order } of orders) states[order.state] = (states[order.state] ?? 0) + 1;
  const problems = [
    ...looks.flatMap((look, at) => (look.status === 'rejected' ? [`${placed[at]?.plan.name}: ${look.reason}`] : [])),
    ...orders.flatMap(({ placed: one, order }) => auditOrder(one, order, books)),
    ...strangers(books, new Set(placed.map(({ orderId }) => orderId))),
    ...(await auditStock(shop, orders)),
    ...(await auditRuns(client, orders)),
    ...shared(all, orders),
    ...(await poison(shop)),
  ];
  return { problems, states };
}

/**
 * What is written down about orders that nobody has placed, or not yet done for those that were. A note alone is of a checkout
 * that was refused once it was repeated; the shop drops it after ten minutes.
 */
export function strangers({ orders, payments, shipments, mails, launches }: Books, known: Set<string>): string[] {
  const named = [
    ...orders,
    ...payments.map(({ orderId }) => orderId),
    ...shipments.map(({ partitionKey }) => partitionKey),
    ...mails.map(({ orderId }) => orderId),
  ];
  const unknown = new Set(named.filter((orderId) => !known.has(orderId)));
  return [
    ...[...unknown].map((orderId) => `${orderId} is in the books, but nobody has placed it`),
    ...[...known].filter((orderId) => !orders.includes(orderId)).map((orderId) => `${orderId} is lost`),
    ...launches
      .filter((note) => orders.includes(note.replace(/^refund:/, '')))
      .map((note) => `${note} is still noted as not launched`),
  ];
}

/** Nobody goes without what is scarce as long as there is some. */
function shared(all: Placed[], orders: Audited[]): string[] {
  const delivered = orders.filter(
    ({ placed, order }) => placed.plan.kind === 'scarce' && order.state === 'delivered',
  ).length;
  const buyers = all.filter(({ plan }) => plan.kind === 'scarce').length;
  const units = shopProducts.find(({ role }) => role === 'scarce')?.stock ?? 0;
  const wanted = Math.min(units, buyers);
  return delivered === wanted ? [] : [`${delivered} of ${buyers} buyers got one of ${units} units`];
}

async function poison(shop: Shop): Promise<string[]> {
  const answer = await patient(shop.owner)<{ queues: { queue: string; count: number }[] }>('GET', '/admin/poison');
  const { queues } = expectStatus(answer, 200);
  return queues.filter(({ count }) => count > 0).map(({ queue, count }) => `${count} messages of ${queue} are poison`);
}
