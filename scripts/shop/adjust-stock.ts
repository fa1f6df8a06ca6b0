// Adjusts stock and waits until it is applied. A shop whose stock runs in an instance of its own may answer 202 first.

import type { Stock, StockAdjustment } from '../../client/api-types';
import { expectData } from '../../client/expect-data';
import { eventually } from './eventually';
import { untilNotBusy } from './not-busy';
import type { Shop } from './shop-client';

/** From cold: the platform has to notice the message and to start an instance. */
const APPLIED_TIMEOUT_MS = 120_000;

/**
 * Sends the adjustment until it is applied, always under the same idempotency key.
 * @returns the stock after it. @throws when it is refused, and after two minutes.
 */
export function adjustStock(
  { owner }: Pick<Shop, 'owner'>,
  sku: string,
  body: StockAdjustment,
  idempotencyKey: string,
): Promise<Stock> {
  const params = { path: { sku }, header: { 'Idempotency-Key': idempotencyKey } };
  const send = () => owner.api.POST('/stock/{sku}/adjustments', { params, body });
  return eventually(`the stock of ${sku} to be adjusted`, APPLIED_TIMEOUT_MS, async () => {
    const stock = await expectData(untilNotBusy(send));
    return 'onHand' in stock ? stock : undefined;
  });
}
