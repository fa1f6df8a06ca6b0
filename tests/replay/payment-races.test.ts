// A customer who confirms a payment at the same moment as something else happens: the order comes to one end, and no money stays
// held that is not captured.

import { aLine, anOrder, orderId } from '../helpers/order-builders';
import { closeHubs } from '../localhost/taskhub/hub';
import { heldIn, loadTradingShop, type TradingShop } from './trading-shop';

const openShop = loadTradingShop();
afterEach(closeHubs);

const paymentToken = 'tok_requires_action';
const oneParcel = anOrder({ lines: [aLine('oak', 2, 1400, 'north')], paymentToken });

/** An order that is held at a step, if one is named. */
async function started({ hold, timeoutMs = 600_000 }: { hold?: string; timeoutMs?: number } = {}) {
  const shop = await openShop(oneParcel, '1.1', { paymentActionTimeoutMs: timeoutMs });
  const go = hold === undefined ? () => undefined : shop.hold(hold);
  await shop.start();
  if (hold === undefined) await shop.reach('awaitingPayment');
  return { shop, go };
}

async function delivered(shop: TradingShop) {
  await shop.created('north');
  await shop.deliver('north');
  expect(await shop.ended(orderId)).toEqual({ state: 'delivered' });
  expect(shop.money()).toEqual({ captured: 2800, refunded: 0 });
  expect(await shop.sold('oak')).toBe(2);
}

async function undone(shop: TradingShop, end: object) {
  expect(await shop.ended(orderId)).toMatchObject(end);
  expect([shop.money(), heldIn(shop.world.books)]).toEqual([{ captured: 0, refunded: 0 }, 0]);
  expect(await shop.sold('oak')).toBe(0);
}

it('a report that comes before the order waits for it is not lost', async () => {
  const { shop, go } = await started({ hold: 'after authorizePayment' });
  await shop.met('after authorizePayment');
  shop.answer('confirm');
  await shop.reportPayment();
  go();
  await delivered(shop);
});

it('a confirmation is captured once, however often it is reported', async () => {
  const { shop } = await started();
  await shop.reportPayment();
  shop.answer('confirm');
  await Promise.all([shop.reportPayment(), shop.reportPayment()]);
  await shop.reach('captured');
  await shop.reportPayment();
  await delivered(shop);
});

it('a confirmation that nobody reports is found when the time is over', async () => {
  const { shop } = await started({ timeoutMs: 1_000 });
  shop.answer('confirm');
  await delivered(shop);
});

it('a cancellation during the look at a confirmed payment comes first: the payment is voided', async () => {
  const { shop, go } = await started();
  const look = shop.hold('before checkAuthorization');
  shop.answer('confirm');
  await shop.reportPayment();
  await shop.met('before checkAuthorization');
  await shop.cancel();
  look();
  go();
  await undone(shop, { state: 'cancelled' });
});

it('a cancellation whose event is lost is found at the next report', async () => {
  const { shop } = await started();
  await shop.cancel(false);
  await shop.reportPayment();
  await undone(shop, { state: 'cancelled' });
});

it.each(['before', 'after'])('a confirmation %s the void of a cancelled order leaves nothing held', async (when) => {
  const { shop } = await started();
  const go = shop.hold(`${when} voidPayment`);
  await shop.cancel();
  await shop.met(`${when} voidPayment`);
  shop.answer('confirm');
  await shop.reportPayment();
  go();
  await undone(shop, { state: 'cancelled' });
});

it('a confirmation after the time is over comes too late', async () => {
  const { shop } = await started({ timeoutMs: 300 });
  const go = shop.hold('before voidPayment');
  await shop.met('before voidPayment');
  shop.answer('confirm');
  await shop.reportPayment();
  go();
  await undone(shop, { state: 'refused', code: 'PAYMENT.NOT_CONFIRMED' });
});
