// The plan of a chaos run: it is deterministic, and a full one is complete.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { faultPointNames } from '../../../bench/chaos-orders/fault-point-names';
import { orderKinds } from '../../../bench/chaos-orders/order-kinds';
import { makePlan, needsApproval } from '../../../bench/chaos-orders/plan';
import { approvalThreshold, shopProducts } from '../../../bench/chaos-orders/products';
import { repositoryRoot } from '../../../scripts/repository-root';

const size = { orders: 200, kills: 30, points: faultPointNames.length, outages: 5, carrierAfterS: 0 };
const rounds = makePlan(7, faultPointNames, size);
const orders = rounds.flatMap((round) => round.orders);

it('depends on the seed only', () => {
  expect(makePlan(7, faultPointNames, size)).toEqual(rounds);
  expect(makePlan(8, faultPointNames, size)).not.toEqual(rounds);
});

it('has all orders, kills, outages and kinds, and arms every fault point once', () => {
  expect(rounds).toHaveLength(30);
  expect(orders).toHaveLength(200);
  expect(rounds.filter(({ outageMs }) => outageMs !== undefined)).toHaveLength(5);
  expect(new Set(orders.map(({ kind }) => kind))).toEqual(new Set(orderKinds));
  expect(rounds.flatMap(({ points }) => points).toSorted()).toEqual(faultPointNames.toSorted());
});

it('has exactly the orders that need approval above the threshold', () => {
  for (const { kind, lines } of orders) {
    const price = (sku: string) => shopProducts.find((product) => product.sku === sku)?.price ?? 0;
    const total = lines.reduce((sum, { sku, quantity }) => sum + quantity * price(sku), 0);
    expect([kind, total >= approvalThreshold]).toEqual([kind, needsApproval(kind)]);
  }
});

it('names only fault points that the app has', () => {
  const files = [
    'orders/saga/order-activities',
    'orders/ports/order-store',
    'orders/ports/order-launches',
    'orders/ports/checkout-carts',
    'orders/ports/payments',
    'orders/ports/payment-confirmations',
    'orders/ports/carrier',
    'orders/saga/runs',
    'shared/mail/mail',
  ].map((name) => join(repositoryRoot(), `src/${name}.ts`));
  const text = files.map((file) => readFileSync(file, 'utf8')).join('\n');
  for (const point of faultPointNames)
    expect(text).toMatch(
      new RegExp(
        `\\b${point.replace(/^(carrier|carts|confirmations|launches|mailer|payments)[.]/, '').split('.')[0]}(: \\{|: PaymentActivity|: RecordedPayment|\\(|<)`,
      ),
    );
});
