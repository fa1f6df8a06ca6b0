// What a shop that has slept answers (docs/operations.md, "When the shop has slept"): stock adjustments 202, carts in
// entities 503 and then the change once, orders 202; and what was accepted happens when the durable side has started.

import type { Problem } from '../../client/api-problem';
import type { Cart, Order, Stock } from '../../client/api-types';
import { adjustStock } from '../../scripts/shop/adjust-stock';
import { aCheckout, orderEnd, placeOrder } from '../../scripts/shop/check-out';
import { eventually } from '../../scripts/shop/eventually';
import type { Caller } from '../../scripts/shop/shop-client';
import { type FlexHost, skus, withFlexHost } from './flex-host';
import { delivered, serverErrors, shopOnce } from './journey';
import { type Findings, makeFindings, type Outcome } from './outcome';

/** The start takes longer than a cart waits for its change, which is 10 s. */
const flex = 'cold:13s,idle:3s';
const asleepTimeoutMs = 60_000;

export async function fromCold(): Promise<Outcome> {
  const findings = makeFindings('From cold (13 s)');
  await Promise.all([
    withFlexHost({ cartStore: 'entity', flex }, async (host) => {
      const { guest, cart } = await cartInAnEntity(findings, host);
      await checkoutOfAnEntity(findings, host, guest, cart);
    }),
    withFlexHost({ cartStore: 'cosmos', flex }, (host) => orderAndStock(findings, host)),
  ]);
  return findings.outcome;
}

async function cartInAnEntity({ say, expect }: Findings, host: FlexHost): Promise<{ guest: Caller; cart: Cart }> {
  await asleep(host);
  const guest = host.shop.guest();
  await guest('GET', '/cart');
  const line = { body: { sku: skus[0], quantity: 2 }, headers: { 'idempotency-key': 'from-cold' } };
  const busy = await guest<Problem>('POST', '/cart/lines', line);
  const retryAfter = busy.headers.get('retry-after');
  say(`entity: POST /cart/lines: ${busy.status} ${busy.body.code}, Retry-After ${retryAfter}`);
  expect('a cart in an entity is busy (503)', busy.status === 503 && busy.body.code === 'CART.BUSY');
  expect('it says when to try again', retryAfter !== null);
  const again = await guest<Cart>('POST', '/cart/lines', line);
  expect('the same key then counts once (200)', again.status === 200 && again.body.units === 2);
  return { guest, cart: again.body };
}

async function checkoutOfAnEntity({ say, expect }: Findings, host: FlexHost, guest: Caller, cart: Cart): Promise<void> {
  await asleep(host);
  const checkout = aCheckout(cart.total);
  const busy = await placeOrder(guest, checkout, 'checkout-from-cold');
  say(`entity: POST /orders: ${busy.status}, Retry-After ${busy.headers.get('retry-after')}`);
  expect('so is its checkout (503)', busy.status === 503);
  const again = await placeOrder(guest, checkout, 'checkout-from-cold');
  expect('the same key then gets the order (202)', again.status === 202);
  const { orders } = (await guest<{ orders: Order[] }>('GET', '/orders')).body;
  expect(`${orders.length} order was placed (one)`, orders.length === 1 && orders[0]?.orderId === again.body.orderId);
  const { state } = await orderEnd(guest, again.body.orderId);
  expect(`it was ${state} (delivered)`, state === 'delivered');
}

async function orderAndStock({ say, expect }: Findings, host: FlexHost): Promise<void> {
  await asleep(host);
  const { shop, status } = host;
  const receipt = { delta: 1, reason: 'from cold' };
  const headers = { 'idempotency-key': 'from-cold' };
  const sent = shop.owner<Stock>('POST', `/stock/${skus[0]}/adjustments`, { body: receipt, headers });
  const journey = await shopOnce(shop);
  const { durable, requests } = await status();
  expect('cosmos: an order is accepted before the durable side runs', durable.state === 'starting');
  const errors = serverErrors(journey.answers).length;
  expect(`${errors} of ${journey.answers.length} answers are a 5xx (none)`, errors === 0);
  const { waitedForPoll } = requests.anonymous;
  expect(`${waitedForPoll} customers' requests waited for a poll (none)`, waitedForPoll === 0);
  const pending = await sent;
  const place = pending.headers.get('location');
  say(`cosmos: POST /stock/{sku}/adjustments: ${pending.status}, Location ${place}`);
  expect('an adjustment is accepted (202) with a place to look', pending.status === 202 && place !== null);
  const before = (await shop.owner<Stock>('GET', `/stock/${skus[0]}`)).body;
  const applied = await adjustStock(shop, skus[0], receipt, 'from-cold');
  const units = applied.onHand + applied.sold - before.onHand - before.sold;
  expect('it is applied once', units === 1);
  await delivered([journey]);
  say('the order was delivered');
}

function asleep({ status }: FlexHost): Promise<true> {
  return eventually('the durable side to end', asleepTimeoutMs, async () =>
    (await status()).durable.state === 'none' ? true : undefined,
  );
}
