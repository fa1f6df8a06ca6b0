// Audits the carts: an order takes the lines out, and one that ended without a sale has given them back.

import type { Audited } from './audit-runs';

const withoutSale: ReadonlySet<string> = new Set(['refused', 'cancelled']);

/** @returns one message per problem. */
export async function auditCarts(orders: Audited[]): Promise<string[]> {
  const problems = await Promise.all(
    orders.map(async ({ placed, order }) => {
      const lines = linesOf((await placed.cart()).lines);
      const expected = withoutSale.has(order.state) ? linesOf(placed.plan.lines) : '';
      if (lines === expected) return [];
      return [
        `${placed.plan.name} ${order.orderId}: is ${order.state}, and the cart has [${lines}], expected [${expected}]`,
      ];
    }),
  );
  return problems.flat();
}

function linesOf(lines: readonly { sku: string; quantity: number }[]): string {
  return lines
    .map(({ sku, quantity }) => `${quantity} ${sku}`)
    .toSorted()
    .join(', ');
}
