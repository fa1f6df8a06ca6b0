// Adjusts stock and waits until it is applied. A shop whose stock runs in an instance of its own may answer 202 first.

import { eventually } from './eventually';
import { untilNotBusy } from './not-busy';
import { expectStatus, type Shop } from './shop-client';
import type { Stock } from './wire';

/** From cold: the platform has to notice the message and to start an instance. */
const APPLIED_TIMEOUT_MS = 120_000;

export interface StockAdjustment {
  delta: number;
  reason: string;
}

/**
 * Sends the adjustment until it is applied, always under the same idempotency key.
 * @returns the stock after it. @throws when it is refused, and after two minutes.
 */
export function adjustStock(shop: Shop, sku: string, body: StockAdjustment, idempotencyKey: string): Promise<Stock> {
  const request = { body, headers: { 'idempotency-key': idempotencyKey } };
  return eventually(`the stock of ${sku} to be adjusted`, APPLIED_TIMEOUT_MS, async () => {
    const answer = await untilNotBusy(() => shop.owner<Stock>('POST', `/stock/${sku}/adjustments`, request));
    const stock = expectStatus(answer, 200, 202);
    return answer.status === 200 ? stock : undefined;
  });
}
