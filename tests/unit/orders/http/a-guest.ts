// A guest of the fake shop who keeps the cookie, with or without a cart.

import { type FakeOrderShop, makeFakeOrderShop } from '../../../helpers/fake-order-shop';
import { type Answer, call, type RequestParts } from '../../../helpers/http';
import { aCheckout } from '../../../helpers/order-builders';

type Handlers = FakeOrderShop['handlers'];
type Route = Exclude<keyof Handlers, 'startStalledOrders'>;

/** A guest who keeps the cookie; the first answer tells the customer id. */
export async function aGuest({ handlers }: FakeOrderShop) {
  const first = await call(handlers.listOrders);
  const cookie = `${first.cookies[0]?.name}=${first.cookies[0]?.value}`;
  const customerId = /cus_\w{26}/.exec(cookie)?.[0] ?? '';
  const ask = (name: Route, parts: RequestParts = {}): Promise<Answer> =>
    call(handlers[name], { ...parts, headers: { cookie, ...parts.headers } });
  return { customerId, ask };
}

export async function aGuestWithCart() {
  const shop = makeFakeOrderShop();
  const guest = await aGuest(shop);
  const fill = () =>
    shop.carts.fill(guest.customerId, [
      { sku: 'oak', quantity: 2 },
      { sku: 'elm', quantity: 1 },
    ]);
  fill();
  const place = (key = 'key-1', body: unknown = aCheckout()) =>
    guest.ask('placeOrder', { body, headers: { 'idempotency-key': key } });
  return { shop, ...guest, fill, place };
}

export async function anOrderOf(guest: Awaited<ReturnType<typeof aGuestWithCart>>): Promise<string> {
  return ((await guest.place()).body as { orderId: string }).orderId;
}
