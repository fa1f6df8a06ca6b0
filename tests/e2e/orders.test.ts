// Orders from checkout to their final state: each step happens once, and a failed order is undone completely.

import type { Problem } from '../../client/api-problem';
import type { Cart, Checkout, Order, Product, Stock } from '../../client/api-types';
import { aCheckout, buy, orderEnd, placeOrder } from '../../scripts/shop/check-out';
import { eventually } from '../../scripts/shop/eventually';
import { mailsAbout } from '../../scripts/shop/outbox';
import { type Caller, expectStatus } from '../../scripts/shop/shop-client';
import { makeStorage } from '../../src/adapters/storage/storage';
import { makeTableAvailability } from '../../src/adapters/storage/table-availability';
import { capturesOf, shipmentsOf } from '../helpers/ledgers';
import { runningApp } from '../helpers/running-app';

const { shop, storage, sku } = runningApp();
const { shippingAddress: berlin } = aCheckout({ amount: 0, currency: 'EUR' });
const add = (guest: Caller, product: string, quantity: number) =>
  guest<Cart>('POST', '/cart/lines', { body: { sku: product, quantity } });
const stock = async (product: string) => expectStatus(await shop.owner<Stock>('GET', `/stock/${product}`), 200);

test('an order from two warehouses is delivered, paid once, shipped once per parcel and announced by mail', async () => {
  const guest = shop.guest();
  await add(guest, sku('mug'), 2);
  const cart = expectStatus(await add(guest, sku('lamp'), 1), 200);
  const placed = await placeOrder(guest, aCheckout(cart.total));
  expect(placed).toMatchObject({ status: 202, body: { total: { amount: 2 * 995 + 4900, currency: 'EUR' } } });
  const { orderId } = placed.body;
  expect(placed.headers.get('location')).toBe(`/api/orders/${orderId}`);
  const order = await orderEnd(guest, orderId);
  expect(order.state).toBe('delivered');
  expect(order.lines.map((line) => line.quantity).sort()).toEqual([1, 2]);
  const states = order.timeline.map(({ state }) => state);
  expect([...new Set(states)]).toEqual(['placed', 'reserved', 'authorized', 'captured', 'shipped', 'delivered']);
  expect(order.shipments).toMatchObject([{ state: 'delivered' }, { state: 'delivered' }]);
  expect(await capturesOf(storage, orderId)).toEqual([{ amount: 6890, currency: 'EUR' }]);
  expect((await shipmentsOf(storage, orderId)).sort()).toEqual(order.shipments.map((s) => s.shipmentId).sort());
  const mails = await mailsAbout(storage, orderId, 3);
  expect(mails.flatMap((mail) => mail.to)).toMatchObject(mails.map(() => ({ text: 'ada@example.com' })));
  const links = new Set(mails.map(({ text = '' }) => /See your order: (\S+)/.exec(text)?.[1]));
  expect(links.size).toBe(1);
  const link = new URL([...links][0] ?? '');
  const byLink = `${link.pathname.replace(/^\/api/, '')}${link.search}`;
  expectStatus(await shop.guest()('GET', byLink), 200);
  expectStatus(await shop.guest()('GET', `/orders/${orderId}`), 404);
  expect(mails.map((mail) => mail.subject).sort()).toEqual([
    expect.stringContaining('arrived'),
    expect.stringContaining('confirmed'),
    expect.stringContaining('on its way'),
  ]);
});

test('the cart is empty once the order exists, and the order is in its customer’s list', async () => {
  const guest = shop.guest();
  const orderId = await buy(guest, sku('mug'), 1);
  expect((await guest<Cart>('GET', '/cart')).body).toMatchObject({ units: 0, lines: [] });
  const { body } = await guest<{ orders: Order[] }>('GET', '/orders');
  expect(body.orders).toMatchObject([{ orderId, total: { amount: 995 } }]);
  const again = await placeOrder(guest, aCheckout({ amount: 995, currency: 'EUR' }));
  expect(again).toMatchObject({ status: 409, body: { code: 'CART.CHECKED_OUT', orderId } });
  expect((await orderEnd(guest, orderId)).state).toBe('delivered');
});

test('a declined card leaves the stock unchanged, and no money moves', async () => {
  const guest = shop.guest();
  const before = await stock(sku('declined'));
  const orderId = await buy(guest, sku('declined'), 4, { payment: { token: 'tok_declined' } });
  const order = await orderEnd(guest, orderId);
  expect(order.state).toBe('refused');
  expect(order.timeline.at(-1)).toMatchObject({ state: 'refused', reason: 'PAYMENT.DECLINED' });
  const { onHand, reserved, available, sold, movements } = await stock(sku('declined'));
  expect({ onHand, reserved, available, sold }).toEqual({ onHand: 10, reserved: 0, available: 10, sold: 0 });
  expect(before).toMatchObject({ onHand: 10, available: 10 });
  expect(movements.filter((movement) => movement.orderId === orderId)).toHaveLength(2);
  expect(await capturesOf(storage, orderId)).toEqual([]);
  expect(await shipmentsOf(storage, orderId)).toEqual([]);
});

test.each<[string, Partial<Checkout>, string]>([
  ['a declined card', { payment: { token: 'tok_declined' } }, 'PAYMENT.DECLINED'],
  ['a postal code that is not served', { shippingAddress: { ...berlin, postalCode: '00000' } }, 'SHIPMENT.REFUSED'],
])('%s gives the cart its lines back, for a second try', async (_what, changes, reason) => {
  const guest = shop.guest();
  const refused = await orderEnd(guest, await buy(guest, sku('mug'), 2, changes));
  expect(refused.timeline.at(-1)).toMatchObject({ state: 'refused', reason });
  const cart = expectStatus(await guest<Cart>('GET', '/cart'), 200);
  expect(cart.lines).toMatchObject([{ sku: sku('mug'), quantity: 2 }]);
  const again = expectStatus(await placeOrder(guest, aCheckout(cart.total)), 202);
  expect(await orderEnd(guest, again.orderId)).toMatchObject({ state: 'delivered' });
});

test('ten checkouts of one cart under ten keys create one order, to which the others lead', async () => {
  const guest = shop.guest();
  const { total } = expectStatus(await add(guest, sku('mug'), 1), 200);
  const answers = await Promise.all(Array.from({ length: 10 }, () => placeOrder(guest, aCheckout(total))));
  const [placed] = answers.filter(({ status }) => status === 202);
  const others = answers.filter((answer) => answer !== placed);
  expect(others.map(({ status, headers }) => [status, headers.get('location')])).toEqual(
    others.map(() => [409, `/api/orders/${placed?.body.orderId}`]),
  );
  expect((await guest<{ orders: Order[] }>('GET', '/orders')).body.orders).toHaveLength(1);
});

test('an order for more than is in stock is refused', async () => {
  expect(await tryToBuy(shop.guest(), sku('scarce'), 4)).toBe('short');
  expect(await stock(sku('scarce'))).toMatchObject({ onHand: 3, reserved: 0, available: 3, sold: 0 });
});

test('what the shop shows decides no sale: with a wrong copy of the stock the checkout still knows the right one', async () => {
  const product = sku('misjudged');
  const show = async (units: number) => {
    const table = makeTableAvailability(makeStorage({ connectionString: storage }));
    await table.write(new Map([[product, { units, at: Date.now() }]]));
    await eventually(`the product list with ${units} units`, 10_000, async () => {
      const { available } = expectStatus(await shop.anyone<Product>('GET', `/products/${product}`), 200);
      return available === units ? true : undefined;
    });
  };
  await show(0);
  const guest = shop.guest();
  expect((await orderEnd(guest, await buy(guest, product, 2))).state).toBe('delivered');
  await show(99);
  expect(await tryToBuy(shop.guest(), product, 1)).toBe('short');
});

test('the last units are sold once, however many customers order them concurrently', async () => {
  const guests = [shop.guest(), shop.guest(), shop.guest()];
  const ends = await Promise.all(guests.map((guest) => tryToBuy(guest, sku('raced'), 2)));
  expect(ends.sort()).toEqual(['delivered', 'short', 'short']);
  expect(await stock(sku('raced'))).toMatchObject({ onHand: 1, reserved: 0, available: 1, sold: 2 });
});

test('the order of another guest is a 404', async () => {
  const [ada, eve] = [shop.guest(), shop.guest()];
  const orderId = await buy(ada, sku('mug'), 1);
  const answer = await eve<Problem>('GET', `/orders/${orderId}`);
  expect(answer).toMatchObject({ status: 404, body: { code: 'ORDER.NOT_FOUND' } });
  expect((await eve<{ orders: Order[] }>('GET', '/orders')).body.orders).toEqual([]);
  expect((await orderEnd(ada, orderId)).state).toBe('delivered');
});

test('Prefer: wait delays the response until the order changes', async () => {
  const guest = shop.guest();
  const orderId = await buy(guest, sku('mug'), 1);
  await orderEnd(guest, orderId);
  const startedAt = performance.now();
  await guest('GET', `/orders/${orderId}`, { headers: { prefer: 'wait=1' } });
  expect(performance.now() - startedAt).toBeLessThan(3000);
});

/** `short`, whether the shortage is detected at checkout or at the reservation. */
async function tryToBuy(guest: Caller, product: string, quantity: number): Promise<string> {
  const cart = expectStatus(await add(guest, product, quantity), 200);
  const answer = await placeOrder(guest, aCheckout(cart.total));
  if (answer.status === 409) return (answer.body as unknown as Problem).code === 'STOCK.SHORT' ? 'short' : 'conflict';
  const order = await orderEnd(guest, expectStatus(answer, 202).orderId);
  return order.timeline.at(-1)?.reason === 'STOCK.SHORT' ? 'short' : order.state;
}
