// Audits a chaos run: compares all records with the plan and with each other once all background work has ended.

import { moneyBalance } from '../../scripts/faults/balance';
import { type Books, readBooks, readOrders } from '../../scripts/faults/read-books';
import { withRetries } from '../../scripts/faults/with-retries';
import { expectStatus, type Shop } from '../../scripts/shop/shop-client';
import type { RetryingClient } from '../chaos-host/retrying-client';
import { auditCarts } from './audit-carts';
import { auditOrder } from './audit-order';
import type { Audited } from './audit-runs';
import { auditRuns } from './audit-runs';
import { auditStock } from './audit-stock';
import type { Placed } from './buy';
import { shopProducts } from './products';

export interface Auditor {
  shop: Shop;
  client: RetryingClient;
  /** Connection string that bypasses the failing proxies. */
  storage: string;
}

export interface Finding {
  /** One message per problem. */
  problems: string[];
  /** Number of orders by state. */
  states: Record<string, number>;
}

export async function audit({ shop, client, storage }: Auditor, all: Placed[]): Promise<Finding> {
  const records = await readOrders(storage);
  const books = await readBooks(storage);
  const placed = all.flatMap((one) => (one.orderId === undefined ? [] : [{ ...one, orderId: one.orderId }]));
  const looks = await Promise.allSettled(placed.map(async (one) => ({ placed: one, order: await one.look() })));
  const orders = looks.flatMap((look) => (look.status === 'fulfilled' ? [look.value] : []));
  const states: Finding['states'] = {};
  for (const { order } of orders) states[order.state] = (states[order.state] ?? 0) + 1;
  const problems = [
    ...looks.flatMap((look, at) => (look.status === 'rejected' ? [`${placed[at]?.plan.name}: ${look.reason}`] : [])),
    ...orders.flatMap(({ placed: one, order }) => auditOrder(one, order, books)),
    ...moneyBalance(records, books.payments).problems,
    ...unexpectedRecords(books, new Set(placed.map(({ orderId }) => orderId))),
    ...(await auditStock(shop, orders)),
    ...(await auditCarts(orders)),
    ...(await auditRuns(client, orders)),
    ...scarceSold(all, orders),
    ...(await poison(shop)),
  ];
  return { problems, states };
}

/**
 * Records of orders that nobody placed, lost orders, and launch notes of placed orders that have not been launched. A launch
 * note without an order is valid: it is from a checkout whose repetition was refused, and the shop deletes it after ten
 * minutes.
 */
export function unexpectedRecords(
  { orders, payments, shipments, mails, launches }: Books,
  known: Set<string>,
): string[] {
  const named = [
    ...orders,
    ...payments.map(({ orderId }) => orderId),
    ...shipments.map(({ partitionKey }) => partitionKey),
    ...mails.map(({ orderId }) => orderId),
  ];
  const unknown = new Set(named.filter((orderId) => !known.has(orderId)));
  return [
    ...[...unknown].map((orderId) => `${orderId} has records, but nobody placed it`),
    ...[...known].filter((orderId) => !orders.includes(orderId)).map((orderId) => `${orderId} is lost`),
    ...launches
      .filter((note) => orders.includes(note.replace(/^(refund|resolution):/, '')))
      .map((note) => `${note} has not been launched`),
  ];
}

/** The scarce product must be sold out if there are enough buyers. */
function scarceSold(all: Placed[], orders: Audited[]): string[] {
  const delivered = orders.filter(
    ({ placed, order }) => placed.plan.kind === 'scarce' && order.state === 'delivered',
  ).length;
  const buyers = all.filter(({ plan }) => plan.kind === 'scarce').length;
  const units = shopProducts.find(({ role }) => role === 'scarce')?.stock ?? 0;
  const wanted = Math.min(units, buyers);
  return delivered === wanted ? [] : [`${delivered} of ${buyers} buyers got one of ${units} units`];
}

async function poison(shop: Shop): Promise<string[]> {
  const answer = await withRetries(shop.owner)<{ queues: { queue: string; count: number }[] }>('GET', '/admin/poison');
  const { queues } = expectStatus(answer, 200);
  return queues
    .filter(({ count }) => count > 0)
    .map(({ queue, count }) => `${count} messages of ${queue} are in the poison queue`);
}
