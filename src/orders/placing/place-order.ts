// Turns the cart into an order under way, once for each Idempotency-Key, even when requests are repeated or concurrent. The cart
// is taken first, so that it is bought once under any number of keys; then the order is recorded and started.

import type { ProductLookup } from '../../shared/contracts';
import { AppError } from '../../shared/http/errors';
import { formatMoney, sameMoney } from '../../shared/money';
import { type Checkout, checkoutHashOf, newOrder, type Order, orderIdOf } from '../order';
import type { CartVersion, CheckoutCart } from '../ports/checkout-carts';
import type { OrderLaunches } from '../ports/order-launches';
import type { OrderStore } from '../ports/order-store';
import type { InvocationServices, LaunchOrder } from './launch-order';
import { priceLines, shortLines } from './pricing';

export interface PlaceOrderDeps {
  orders: OrderStore;
  launches: OrderLaunches;
  products: ProductLookup;
  launchOrder: LaunchOrder;
  now: () => Date;
  sleep: (ms: number) => Promise<unknown>;
}

export interface PlaceOrderRequest {
  customerId: string;
  /** The guest that the customer was until this request. */
  formerGuestId?: string;
  idempotencyKey: string;
  checkout: Checkout;
  /** The versions of the cart that the customer means; absent for any. */
  onlyIfVersion?: number[];
}

export type PlaceOrder = (request: PlaceOrderRequest, services: InvocationServices) => Promise<Order>;

/** An order is recorded within this time of taking the cart or not at all: later its lines may have been given back. */
const recordWithinMs = 2 * 60_000;

/** No other request can have launched an order that is younger than this. */
const newForMs = 1_000;

/** How long a repetition waits for the first request to start the order before it starts the order itself. */
const startWait = { pollMs: 100, polls: 20 } as const;

/** How often the cart may change between pricing and taking it. */
const attempts = 5;

/**
 * Places an order and returns it once the task hub has accepted its start; a repetition returns the order as it is now.
 * @throws AppError `REQUEST.KEY_REUSED`, `REQUEST.PRECONDITION_FAILED`, `ORDER.CART_EMPTY`, `CART.CHECKED_OUT` (`orderId`),
 * `CART.MOVED`, `ORDER.UNKNOWN_PRODUCTS` (`skus`), `ORDER.PRICE_CHANGED` (`total`), `STOCK.SHORT` (`short`), `CART.BUSY`.
 */
export function makePlaceOrder({ orders, launches, products, launchOrder, now, sleep }: PlaceOrderDeps): PlaceOrder {
  async function drawUp(
    orderId: string,
    { lines: wanted }: CartVersion,
    request: PlaceOrderRequest,
    services: InvocationServices,
  ) {
    const { customerId, checkout } = request;
    const priced = priceLines(wanted, await products.find(wanted.map(({ sku }) => sku)));
    if (!priced.ok) {
      const skus = priced.unknown;
      throw new AppError('ORDER.UNKNOWN_PRODUCTS', `Remove these from the cart: ${skus.join(', ')}.`, { skus });
    }
    const { lines, total } = priced;
    if (!sameMoney(total, checkout.expectedTotal)) {
      throw new AppError('ORDER.PRICE_CHANGED', `The total is ${formatMoney(total)} now.`, { total });
    }
    const short = shortLines(wanted, await services.stock.available(wanted.map(({ sku }) => sku)));
    if (short.length > 0) {
      throw new AppError('STOCK.SHORT', `Too few are left of ${short.map(({ sku }) => sku).join(', ')}.`, { short });
    }
    return newOrder({ orderId, customerId, checkout, lines, total, now: now() });
  }

  /** The lines to order: those that a request which was cut off has taken, or else the cart as it is. */
  async function wantedBy(
    orderId: string,
    cart: CheckoutCart,
    request: PlaceOrderRequest,
    services: InvocationServices,
  ) {
    const taken = cart.taken.get(orderId);
    if (taken) return taken;
    const { emptiedBy, lines, version } = cart;
    if (lines.length === 0) throw await noLines(emptiedBy, request, services);
    if (request.onlyIfVersion?.includes(version) === false) {
      throw new AppError('REQUEST.PRECONDITION_FAILED', `The cart has changed: its tag is now "${version}".`);
    }
    return { lines, version };
  }

  /** The customer may just have checked out as a guest, in another tab. */
  async function noLines(
    emptiedBy: string | undefined,
    { formerGuestId }: PlaceOrderRequest,
    { carts }: InvocationServices,
  ) {
    const orderId = emptiedBy ?? (formerGuestId && (await carts.read(formerGuestId)).emptiedBy);
    if (orderId === undefined) return new AppError('ORDER.CART_EMPTY', 'Put something into the cart first.');
    const location = `/api/orders/${orderId}`;
    return new AppError('CART.CHECKED_OUT', `The lines of the cart are in order ${orderId}.`, { orderId, location });
  }

  /** Prices the cart and takes it at the version that was priced; undefined when it has changed meanwhile. */
  async function takeCart(orderId: string, request: PlaceOrderRequest, services: InvocationServices) {
    const { customerId } = request;
    const wanted = await wantedBy(orderId, await services.carts.read(customerId), request, services);
    const draft = await drawUp(orderId, wanted, request, services);
    await launches.add({ orderId, customerId, createdAt: draft.createdAt });
    return (await services.carts.take(customerId, orderId, wanted)) ? draft : undefined;
  }

  async function record(draft: Order): Promise<{ order: Order; created: boolean }> {
    if (ageOf(draft) > recordWithinMs) {
      throw new AppError('CART.BUSY', 'Try again with the same Idempotency-Key.');
    }
    return orders.insert(draft);
  }

  const ageOf = ({ createdAt }: Order) => now().getTime() - Date.parse(createdAt);

  /** The order existed before. The request that recorded it may have died before it started it. */
  async function repeated(order: Order, { checkout }: PlaceOrderRequest, services: InvocationServices): Promise<Order> {
    const { orderId, state, checkoutHash } = order;
    if (checkoutHash !== checkoutHashOf(checkout)) {
      throw new AppError('REQUEST.KEY_REUSED', 'Send a new key with each new intent.');
    }
    if (state !== 'placed') return order;
    for (let poll = 0; poll < startWait.polls; poll++) {
      if (!(await launches.isOutstanding(orderId))) return order;
      await sleep(startWait.pollMs);
    }
    await launchOrder.launch(order, services);
    return order;
  }

  return async (request, services) => {
    const { customerId, idempotencyKey } = request;
    const orderId = orderIdOf(customerId, idempotencyKey);
    const known = await orders.find(customerId, orderId);
    if (known) return repeated(known, request, services);

    for (let attempt = 0; attempt < attempts; attempt++) {
      let draft: Order | undefined;
      try {
        draft = await takeCart(orderId, request, services);
      } catch (refusal) {
        // A concurrent repetition may just have taken the cart.
        const meanwhile = await orders.find(customerId, orderId);
        if (meanwhile) return repeated(meanwhile, request, services);
        throw refusal;
      }
      if (!draft) continue;
      const { order, created } = await record(draft);
      if (!created) return repeated(order, request, services);
      await launchOrder.launch(order, services, ageOf(order) < newForMs);
      return order;
    }
    throw new AppError('CART.BUSY', 'Try again with the same Idempotency-Key.');
  };
}
