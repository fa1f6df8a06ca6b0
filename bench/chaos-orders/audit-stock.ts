// Audits the stock: no unit is created or lost. Each product's sold and reserved units match the orders, and the rest is
// available.

import type { Stock } from '../../client/api-types';
import { withRetries } from '../../scripts/faults/with-retries';
import { expectStatus, type Shop } from '../../scripts/shop/shop-client';
import type { Audited } from './audit-runs';
import { expectedOf } from './expected';
import { shopProducts } from './products';

/** @returns one message per problem. */
export async function auditStock(shop: Shop, orders: Audited[]): Promise<string[]> {
  const problems: string[] = [];
  for (const { sku, stock } of shopProducts) {
    const unitsIn = (units: 'sold' | 'reserved') =>
      orders
        .filter(({ placed, order }) => expectedOf(placed, order.state).units === units)
        .flatMap(({ placed }) => placed.plan.lines)
        .reduce((sum, line) => sum + (line.sku === sku ? line.quantity : 0), 0);
    const returned = orders
      .flatMap(({ placed, order }) => expectedOf(placed, order.state).returned)
      .reduce((sum, line) => sum + (line.sku === sku ? line.quantity : 0), 0);
    const [sold, reserved] = [unitsIn('sold') - returned, unitsIn('reserved')];
    const wanted = { onHand: stock - sold, reserved, available: stock - sold - reserved, sold };
    const now = expectStatus(await withRetries(shop.owner)<Stock>('GET', `/stock/${sku}`), 200);
    const found = { onHand: now.onHand, reserved: now.reserved, available: now.available, sold: now.sold };
    if (JSON.stringify(found) !== JSON.stringify(wanted)) {
      problems.push(`${sku}: the stock is ${JSON.stringify(found)}, expected ${JSON.stringify(wanted)}`);
    }
  }
  return problems;
}
