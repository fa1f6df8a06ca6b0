// Demo steps for orders: a cart without lost updates, an order that is delivered, and one that is declined and undone.

import type { Cart, Money, Order, Product, Stock } from '../../client/api-types';
import { expectData } from '../../client/expect-data';
import { buy, checkOutCart, orderEnd } from '../shop/check-out';
import { mailsAbout } from '../shop/outbox';
import type { ApiCaller, Shop } from '../shop/shop-client';
import type { Outcome, Print } from './step';

export const PARALLEL_REQUESTS = 20;
/** Confirmed, shipped and delivered. */
const MAILS_OF_AN_ORDER = 3;

/** Sends 20 concurrent requests that add one unit each: a lost update would show as a missing unit. */
export async function fillCart({ api }: ApiCaller, { sku }: Product): Promise<Outcome<Cart>> {
  await expectData(api.GET('/cart'));
  const addOne = () => expectData(api.POST('/cart/lines', { body: { sku, quantity: 1 } }));
  await Promise.all(Array.from({ length: PARALLEL_REQUESTS }, addOne));
  const cart = await expectData(api.GET('/cart'));
  if (cart.units !== PARALLEL_REQUESTS)
    throw new Error(`only ${cart.units} of ${PARALLEL_REQUESTS} units are in the cart`);
  return { result: `${cart.units} units of ${sku}, ${price(cart.total)}`, value: cart };
}

export async function checkOut(guest: ApiCaller, cart: Cart): Promise<Outcome<string>> {
  const order = await checkOutCart(guest, cart.total);
  return { result: `${order.orderId}, total ${price(order.total)}`, value: order.orderId };
}

export async function followOrder(guest: ApiCaller, orderId: string, print: Print): Promise<Outcome<Order>> {
  const order = await orderEnd(guest, orderId, printNewLines(print));
  if (order.state !== 'delivered') throw new Error(`the order is ${order.state}, expected delivered`);
  return { result: `delivered, parcels: ${order.shipments.length}`, value: order };
}

export async function showMail(storage: string, orderId: string, print: Print): Promise<Outcome<null>> {
  const mails = await mailsAbout(storage, orderId, MAILS_OF_AN_ORDER);
  print(`From: ${mails[0]?.from?.text}`);
  for (const line of (mails[0]?.text ?? '').trim().split('\n')) print(`| ${line}`);
  for (const { subject } of mails) print(`"${subject}"`);
  return { result: `${mails.length} mails; the first is shown above`, value: null };
}

/** An order whose card is declined must leave the stock unchanged. */
export async function declineCard(shop: Shop, product: Product, print: Print): Promise<Outcome<null>> {
  const before = await stockOf(shop, product.sku);
  print(`before: ${numbers(before)}`);
  const guest = shop.guest();
  const orderId = await buy(guest, product.sku, 2, { payment: { token: 'tok_declined' } });
  const order = await orderEnd(guest, orderId, printNewLines(print));
  const after = await stockOf(shop, product.sku);
  print(`after:  ${numbers(after)}`);
  if (order.state !== 'refused') throw new Error(`the order is ${order.state}, expected refused`);
  if (numbers(after) !== numbers(before)) throw new Error('the stock has changed');
  return { result: `refused (${order.timeline.at(-1)?.reason}), the stock is unchanged`, value: null };
}

function stockOf(shop: Shop, sku: string): Promise<Stock> {
  return expectData(shop.owner.api.GET('/stock/{sku}', { params: { path: { sku } } }));
}

function numbers({ onHand, reserved, available, sold }: Stock): string {
  return `on hand ${onHand}, reserved ${reserved}, available ${available}, sold ${sold}`;
}

/** Prints each entry of the timeline when it first appears. */
function printNewLines(print: Print): (order: Order) => void {
  let printed = 0;
  return ({ timeline }) => {
    for (const { at, state, step, reason } of timeline.slice(printed)) {
      print(`${at}  ${state.padEnd(11)} ${step}${reason === undefined ? '' : ` (${reason})`}`);
    }
    printed = timeline.length;
  };
}

function price({ amount, currency }: Money): string {
  return `${(amount / 100).toFixed(2)} ${currency}`;
}
