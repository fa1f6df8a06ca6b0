// Crash safety: the host may be killed at any moment, and every order still ends once, is paid once and is shipped once.

import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cart, Order, Stock } from '../../client/api-types';
import type { LocalHost } from '../../scripts/local-host';
import { aCheckout, orderEnd, placeOrder } from '../../scripts/shop/check-out';
import { loadDemoShop } from '../../scripts/shop/demo-shop';
import { type Caller, expectStatus, makeShop, type Shop } from '../../scripts/shop/shop-client';
import { capturesOf, shipmentsOf } from '../helpers/ledgers';
import { makeOwnHost } from '../helpers/own-host';
import { ownHostTest } from '../helpers/own-host-test';
import { seededRandom } from '../helpers/seeded-random';

/** Most are valid; the others make each step fail once, and two must be refused. */
const tokens = [
  'tok_ok',
  'tok_ok',
  'tok_ok',
  'tok_ok',
  'tok_ok',
  'tok_ok',
  'tok_flaky',
  'tok_lost_reply',
  'tok_declined',
  'tok_declined',
];
const KILLS = 4;
const LONGEST_LIFE_MS = 1_500;

type Levels = Omit<Stock, 'sku' | 'movements'>;

interface Buyer {
  guest: Caller;
  token: string;
  quantity: number;
  cart: Cart;
  key: string;
}

ownHostTest('ten orders survive a host that is killed repeatedly while they are in progress', survives, 240_000);

async function survives(): Promise<void> {
  const seed = Number(process.env.E2E_CRASH_SEED ?? randomInt(2 ** 31));
  console.info(`crash.test.ts: E2E_CRASH_SEED=${seed} kills after the same times again`);
  const random = seededRandom(seed);
  const own = makeOwnHost('crash');
  let host = await own.start();
  try {
    const shop = makeShop(() => host.origin);
    const sku = await productInStock(shop);
    const before = await stockOf(shop, sku);
    const buyers = await Promise.all(tokens.map((token, at) => aBuyer(shop, sku, token, 1 + (at % 3))));
    const placing = Promise.all(buyers.map(placeUntilAnswered));
    for (let kill = 0; kill < KILLS; kill++) {
      await sleep(random() * LONGEST_LIFE_MS);
      host = await killAndStart(host, own.start);
    }
    const orderIds = await placing;
    const orders = await Promise.all(buyers.map(({ guest }, at) => orderEnd(guest, orderIds[at] ?? '')));
    await expectEachOnce(buyers, orders, own.storage());
    expect(await stockOf(shop, sku)).toEqual(afterSales(before, buyers));
  } catch (error) {
    throw new Error(`E2E_CRASH_SEED=${seed}\n${own.log().slice(-4000)}`, { cause: error });
  } finally {
    await own.remove();
  }
}

function isPaid({ token }: Buyer): boolean {
  return token !== 'tok_declined';
}

async function expectEachOnce(buyers: Buyer[], orders: Order[], storage: string): Promise<void> {
  expect(orders.map(({ state }) => state)).toEqual(buyers.map((buyer) => (isPaid(buyer) ? 'delivered' : 'refused')));
  const captures = await Promise.all(orders.map(({ orderId }) => capturesOf(storage, orderId)));
  expect(captures).toEqual(buyers.map((buyer) => (isPaid(buyer) ? [buyer.cart.total] : [])));
  const shipments = await Promise.all(orders.map(({ orderId }) => shipmentsOf(storage, orderId)));
  expect(shipments.map(({ length }) => length)).toEqual(buyers.map((buyer) => (isPaid(buyer) ? 1 : 0)));
}

function afterSales({ onHand, available, sold }: Levels, buyers: Buyer[]): Levels {
  const units = buyers.filter(isPaid).reduce((sum, { quantity }) => sum + quantity, 0);
  return { onHand: onHand - units, reserved: 0, available: available - units, sold: sold + units };
}

async function productInStock(shop: Shop): Promise<string> {
  const product = (await loadDemoShop(shop)).find(({ available }) => (available ?? 0) >= 25);
  if (!product) throw new Error('no demo product has 25 units');
  return product.sku;
}

async function aBuyer(shop: Shop, sku: string, token: string, quantity: number): Promise<Buyer> {
  const guest = shop.guest();
  const cart = expectStatus(await guest<Cart>('POST', '/cart/lines', { body: { sku, quantity } }), 200);
  return { guest, token, quantity, cart, key: randomUUID() };
}

/** Repeats the same checkout until there is a response, as a robust client does: the host may be down. */
async function placeUntilAnswered({ guest, token, cart, key }: Buyer): Promise<string> {
  const deadline = Date.now() + 90_000;
  for (;;) {
    const answer = await placeOrder(guest, aCheckout(cart.total, { payment: { token } }), key).catch(() => undefined);
    if (answer?.status === 202) return answer.body.orderId;
    const worthAgain = answer === undefined || answer.status === 503;
    if (!worthAgain || Date.now() > deadline) throw new Error(`not placed: ${JSON.stringify(answer)}`);
    await sleep(100);
  }
}

async function killAndStart(host: LocalHost, start: () => Promise<LocalHost>): Promise<LocalHost> {
  host.signal('SIGKILL');
  await host.ended;
  return start();
}

async function stockOf(shop: Shop, sku: string): Promise<Levels> {
  const { onHand, reserved, available, sold } = expectStatus(await shop.owner<Stock>('GET', `/stock/${sku}`), 200);
  return { onHand, reserved, available, sold };
}
