// The order's part of the story: a cart that loses nothing, an order that arrives, and one that is undone.

import { aCheckout, buy, orderEnd, placeOrder } from '../shop/check-out';
import { mailsAbout } from '../shop/outbox';
import { type Ask, expectStatus, type Shop } from '../shop/shop-client';
import type { Cart, Order, Product, Stock } from '../shop/wire';
import type { Outcome, Tell } from './step';

export const PARALLEL_REQUESTS = 20;
/** When it was confirmed, shipped and delivered. */
const MAILS_OF_AN_ORDER = 3;

/** Adds one unit by each of 20 requests at the same moment: a lost update would show as a missing unit. */
export async function fillCart(guest: Ask, product: Product): Promise<Outcome<Cart>> {
  expectStatus(await guest('GET', '/cart'), 200);
  const addOne = () => guest('POST', '/cart/lines', { body: { sku: product.sku, quantity: 1 } });
  const answers = await Promise.all(Array.from({ length: PARALLEL_REQUESTS }, addOne));
  for (const answer of answers) expectStatus(answer, 200);
  const cart = expectStatus(await guest<Cart>('GET', '/cart'), 200);
  if (cart.units !== PARALLEL_REQUESTS) throw new Error(`${cart.units} of ${PARALLEL_REQUESTS} units are in the cart`);
  return { result: `${cart.units} units of ${product.sku}, ${price(cart.total)}`, value: cart };
}

export async function checkOut(guest: Ask, cart: Cart): Promise<Outcome<string>> {
  const order = expectStatus(await placeOrder(guest, aCheckout(cart.total)), 202);
  return { result: `${order.orderId} over ${price(order.total)}`, value: order.orderId };
}

export async function followOrder(guest: Ask, orderId: string, tell: Tell): Promise<Outcome<Order>> {
  const order = await orderEnd(guest, orderId, tellNewLines(tell));
  if (order.state !== 'delivered') throw new Error(`the order ended ${order.state}, not delivered`);
  return { result: `delivered in ${order.shipments.length} parcel(s)`, value: order };
}

export async function showMail(storage: string, orderId: string, tell: Tell): Promise<Outcome<null>> {
  const mails = await mailsAbout(storage, orderId, MAILS_OF_AN_ORDER);
  tell(`From: ${mails[0]?.from?.text}`);
  for (const line of (mails[0]?.text ?? '').trim().split('\n')) tell(`| ${line}`);
  for (const { subject } of mails) tell(`"${subject}"`);
  return { result: `${mails.length} mails, the first shown`, value: null };
}

/** An order with a card that is declined must leave the stock as it was. */
export async function declineCard(shop: Shop, product: Product, tell: Tell): Promise<Outcome<null>> {
  const before = await stockOf(shop, product.sku);
  tell(`before: ${numbers(before)}`);
  const guest = shop.guest();
  const orderId = await buy(guest, product.sku, 2, { payment: { token: 'tok_declined' } });
  const order = await orderEnd(guest, orderId, tellNewLines(tell));
  const after = await stockOf(shop, product.sku);
  tell(`after:  ${numbers(after)}`);
  if (order.state !== 'refused') throw new Error(`the order ended ${order.state}, not refused`);
  if (numbers(after) !== numbers(before)) throw new Error('the stock is not what it was');
  return { result: `refused (${order.timeline.at(-1)?.reason}), the stock is as before`, value: null };
}

async function stockOf(shop: Shop, sku: string): Promise<Stock> {
  return expectStatus(await shop.owner<Stock>('GET', `/stock/${sku}`), 200);
}

function numbers({ onHand, reserved, available, sold }: Stock): string {
  return `on hand ${onHand}, reserved ${reserved}, available ${available}, sold ${sold}`;
}

/** Tells each line of the timeline once, when an answer shows it for the first time. */
function tellNewLines(tell: Tell): (order: Order) => void {
  let told = 0;
  return ({ timeline }) => {
    for (const { at, state, step, reason } of timeline.slice(told)) {
      tell(`${at}  ${state.padEnd(11)} ${step}${reason === undefined ? '' : ` (${reason})`}`);
    }
    told = timeline.length;
  };
}

function price({ amount, currency }: { amount: number; currency: string }): string {
  return `${(amount / 100).toFixed(2)} ${currency}`;
}
