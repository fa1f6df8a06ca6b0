// The shop under test in a chaos run: the app on a host that is killed, storage that fails, and products on sale.

import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openUnreliableShop, type UnreliableShop } from '../../scripts/faults/unreliable-shop';
import { withRetries } from '../../scripts/faults/with-retries';
import { expectStatus, type Shop } from '../../scripts/shop/shop-client';
import { approvalThreshold, shopProducts } from './products';

export interface ChaosShop extends UnreliableShop {
  /** The host dies when it next reaches the fault point. */
  arm(point: string): void;
  /** Armed fault points that have not been reached. */
  armed(): string[];
}

export async function openChaosShop(folder: string, carrierAfterS: number): Promise<ChaosShop> {
  const points = join(folder, 'points');
  mkdirSync(points);
  const unreliable = await openUnreliableShop(folder, {
    FAULT_POINTS: points,
    APPROVAL_THRESHOLD: String(approvalThreshold),
    APPROVAL_TIMEOUT: 'PT6H',
    MAIL_OWNER: 'owner@example.com',
    CARRIER_DISPATCH_AFTER: `PT${carrierAfterS}S`,
    CARRIER_DELIVER_AFTER: `PT${carrierAfterS + 1}S`,
  });
  await stockShop(unreliable.shop);
  return {
    ...unreliable,
    arm: (point) => writeFileSync(join(points, point), ''),
    armed: () => readdirSync(points),
  };
}

async function stockShop(shop: Shop): Promise<void> {
  const owner = withRetries(shop.owner);
  const products = shopProducts.map(({ sku, price, warehouse }) => ({
    sku,
    name: sku,
    description: 'For the chaos run.',
    price,
    warehouse,
  }));
  expectStatus(await owner('PUT', '/catalog', { body: { schemaVersion: 1, currency: 'EUR', products } }), 200);
  for (const { sku, stock } of shopProducts) {
    const headers = { 'idempotency-key': `chaos-${sku}` };
    const body = { delta: stock, reason: 'chaos run' };
    expectStatus(await owner('POST', `/stock/${sku}/adjustments`, { body, headers }), 200);
  }
}
