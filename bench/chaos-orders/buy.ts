// Carries out the plan of one order: the customer buys, then the customer or the owner cancels, approves or refunds.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Problem } from '../../client/api-problem';
import type { Cart, Order } from '../../client/api-types';
import { withRetries } from '../../scripts/faults/with-retries';
import { aCheckout, placeOrder } from '../../scripts/shop/check-out';
import { type Answer, type Ask, expectStatus, type Shop } from '../../scripts/shop/shop-client';
import type { OrderKind } from './order-kinds';
import { type OrderPlan, refundedLines } from './plan';

export interface Placed {
  plan: OrderPlan;
  /** Absent when the shop refused the checkout. */
  orderId?: string;
  /** Minor units. */
  total: number;
  /** Whether a cancellation was accepted. */
  cancelled: boolean;
  /** Reads the order as its customer. */
  look(): Promise<Order>;
  /** Reads the customer's cart. */
  cart(): Promise<Cart>;
}

const pollMs = 700;

/**
 * Resolves when customer and owner have done everything that the plan says.
 * @throws on a response that the plan does not allow.
 */
export async function buy(shop: Shop, plan: OrderPlan): Promise<Placed> {
  await sleep(plan.startAfterMs);
  const ask = withRetries(shop.guest());
  const { total } = await fillCart(ask, plan);
  const { token, postalCode, name } = plan;
  const changes = { payment: { token }, shippingAddress: { ...aCheckout(total).shippingAddress, postalCode } };
  const checkOut = (intent: string) => placeOrder(ask, aCheckout(total, changes), keyOf(intent, name));
  const [answer, rival] = await Promise.all([checkOut('chaos'), rivalled.has(plan.kind) && checkOut('rival')]);
  const won = rival && rival.status === 202 ? rival : answer;
  if (rival) expectCheckedOut(won === rival ? answer : rival, won.body.orderId);
  const look = async () => expectStatus(await ask<Order>('GET', `/orders/${won.body.orderId}`), 200);
  const cart = async () => expectStatus(await ask<Cart>('GET', '/cart'), 200);
  const placed = { plan, total: total.amount, cancelled: false, look, cart };
  if (plan.kind === 'scarce' && won.status === 409) {
    const { code } = won.body as unknown as Problem;
    if (code === 'STOCK.SHORT') return placed;
  }
  const { orderId } = expectStatus(won, 202);
  const cancelled = await decide(shop, ask, { ...placed, orderId });
  return { ...placed, orderId, cancelled };
}

/** Checked out from two tabs at once. The others may give the cart back before a repeated request comes, to be bought again. */
const rivalled: ReadonlySet<OrderKind> = new Set(['plain', 'approved', 'undecided', 'refunded', 'refundedRestocked']);

/** @throws when the cart was bought twice, or the loser is not told which order took it. */
function expectCheckedOut({ status, body }: Answer<unknown>, orderId: string): void {
  const told = body as Partial<Problem> & { orderId?: string };
  if (status === 409 && told.code === 'CART.CHECKED_OUT' && told.orderId === orderId) return;
  throw new Error(`The second checkout of the cart of ${orderId} was answered ${status}: ${JSON.stringify(body)}`);
}

async function fillCart(ask: Ask, { lines }: OrderPlan): Promise<Cart> {
  // The response sets the cookie, so that all further requests belong to one guest.
  let cart = expectStatus(await ask<Cart>('GET', '/cart'), 200);
  for (const { sku, quantity } of lines) {
    cart = expectStatus(await ask<Cart>('PUT', `/cart/lines/${sku}`, { body: { quantity } }), 200);
  }
  return cart;
}

/** @returns whether a cancellation was accepted. */
async function decide(shop: Shop, ask: Ask, order: Placed & { orderId: string }): Promise<boolean> {
  const { plan, orderId } = order;
  const owner = withRetries(shop.owner);
  const state = (...wanted: string[]) => until(order, wanted);
  const pause = () => sleep(plan.actAfterMs);
  const body = { reason: 'as planned' };
  switch (plan.kind) {
    case 'cancelled': {
      await pause();
      const answer = await ask('POST', `/orders/${orderId}/cancellation`);
      expectStatus(answer, 202, 409);
      return answer.status === 202;
    }
    case 'cancelledWaiting':
      await state('awaitingApproval');
      await pause();
      expectStatus(await ask('POST', `/orders/${orderId}/cancellation`), 202);
      return true;
    case 'confirmed':
    case 'notConfirmed': {
      await state('awaitingPayment');
      await pause();
      await answerPayment(ask, order, plan.kind === 'confirmed' ? 'confirm' : 'refuse');
      return false;
    }
    case 'cancelledUnpaid':
      await state('awaitingPayment');
      await pause();
      expectStatus(await ask('POST', `/orders/${orderId}/cancellation`), 202);
      return true;
    case 'approved':
    case 'rejected': {
      await state('awaitingApproval');
      await pause();
      const decision = plan.kind === 'approved' ? 'approve' : 'reject';
      expectStatus(await owner('POST', `/orders/${orderId}/approval`, { body: { ...body, decision } }), 202);
      return false;
    }
    case 'refunded':
    case 'refundedRestocked': {
      await state('delivered');
      await pause();
      await refund(owner, order, { ...body, restock: plan.kind === 'refundedRestocked' });
      return false;
    }
    case 'refundedEarly':
    case 'refundedLines': {
      await state('captured', 'shipped', 'delivered');
      const lines = plan.kind === 'refundedLines' ? { lines: refundedLines(plan) } : {};
      const wish = { ...body, restock: true, ...lines };
      const answer = await refund(owner, order, wish);
      while ((await order.look()).refunds[0]?.state === 'underWay') await sleep(pollMs);
      const again = await refund(owner, order, wish);
      if (JSON.stringify(again) !== JSON.stringify(answer))
        throw new Error('the refund has another answer than before');
      return false;
    }
    default:
      return false;
  }
}

/** Answers on the provider's page, with retries as a customer who sees an error. */
async function answerPayment(ask: Ask, { look }: Placed, answer: 'confirm' | 'refuse'): Promise<void> {
  const { paymentAction } = await look();
  if (paymentAction?.type !== 'redirect') throw new Error('the order does not say how to confirm the payment');
  const path = new URL(paymentAction.url).pathname.replace(/^\/api/, '');
  expectStatus(await ask('POST', path, { body: `answer=${answer}` }), 303);
}

async function refund(owner: Ask, { orderId, plan }: { orderId: string; plan: OrderPlan }, body: object) {
  const headers = { 'idempotency-key': keyOf('refund', plan.name) };
  return expectStatus(await owner('POST', `/orders/${orderId}/refund`, { body, headers }), 202);
}

async function until({ look }: Placed, wanted: string[]): Promise<void> {
  while (!wanted.includes((await look()).state)) await sleep(pollMs);
}

/** Idempotency keys must not contain spaces. */
function keyOf(intent: string, name: string): string {
  return `${intent}-${name.replace(' ', '-')}`;
}
