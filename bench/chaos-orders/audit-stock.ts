// Units are neither made nor lost: of each product those that must be sold are sold, and the rest is there.

import { expectStatus, type Shop } from '../../scripts/shop/shop-client';
import type { Stock } from '../../scripts/shop/wire';
import type { Audited } from './audit-runs';
import { expectedOf } from './expected';
import { patient } from './patient';
import { shopProducts } from './products';

/** @returns what is not as it must be, in words. */
export async function auditStock(shop: Shop, orders: Audited[]): Promise<string[]> {
  const problems: string[] = [];
  for (const { sku, stock } of shopProducts) {
    const unitsThatAre = (units: 'sold' | 'reserved') =>
      orders
        .filter(({ placed, order }) => expectedOf(placed, order.state).units === units)
        .flatMap(({ placed }) => placed.plan.lines)
        .reduce((sum, line) => sum + (line.sku === sku ? line.quantity : 0), 0);
    const [sold, reserved] = [unitsThatAre('sold'), unitsThatAre('reserved')];
    const wanted = { onHand: stock - sold, reserved, available: stock - sold - reserved, sold };
    const now = expectStatus(await patient(shop.owner)<Stock>('GET', `/stock/${sku}`), 200);
    const found = { onHand: now.onHand, reserved: now.reserved, available: now.available, sold: now.sold };
    if (JSON.stringify(found) !== JSON.stringify(wanted)) {
      problems.push(`${sku}: the stock is ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`);
    }
  }
  return problems;
}
