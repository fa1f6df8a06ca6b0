// From the cart to a recorded order, once for each Idempotency-Key, however often and however concurrently it is sent.

import type { ProductLookup } from '../../shared/contracts';
import { AppError } from '../../shared/http/errors';
import { formatMoney, sameMoney } from '../../shared/money';
import { type Checkout, checkoutHashOf, newOrder, type Order, orderIdOf } from '../order';
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
}

export interface PlaceOrderRequest {
  customerId: string;
  idempotencyKey: string;
  checkout: Checkout;
}

/** Told when the order is in order but something about it will be finished later. */
export type Warn = (message: string, cause: unknown) => void;

export type PlaceOrder = (request: PlaceOrderRequest, services: InvocationServices, warn: Warn) => Promise<Order>;

/** Until then nobody else can have launched the order that a request has just recorded. */
const newForMs = 1_000;

/** From then on the request that recorded the order is taken to be gone, and a repetition launches what was left. */
const leftAfterMs = 10_000;

/**
 * Places an order and answers with it; a repetition gets the order as it now is.
 * @throws AppError `REQUEST.KEY_REUSED`, `ORDER.CART_EMPTY`, `ORDER.UNKNOWN_PRODUCTS` (`skus`), `ORDER.PRICE_CHANGED` (`total`),
 * `STOCK.SHORT` (`short`).
 */
export function makePlaceOrder({ orders, launches, products, launchOrder, now }: PlaceOrderDeps): PlaceOrder {
  async function drawUp(orderId: string, { customerId, checkout }: PlaceOrderRequest, services: InvocationServices) {
    const wanted = await services.carts.read(customerId);
    if (wanted.length === 0) throw new AppError('ORDER.CART_EMPTY', 'Put something into the cart first.');
    const priced = priceLines(wanted, await products.find(wanted.map(({ sku }) => sku)));
    if (!priced.ok) {
      const skus = priced.unknown;
      throw new AppError('ORDER.UNKNOWN_PRODUCTS', `Take these out of the cart: ${skus.join(', ')}.`, { skus });
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

  const ageOf = ({ createdAt }: Order) => now().getTime() - Date.parse(createdAt);

  /** The order was there before: it may be left half launched by a request that died. */
  async function repeated(order: Order, { checkout }: PlaceOrderRequest, services: InvocationServices): Promise<Order> {
    if (order.checkoutHash !== checkoutHashOf(checkout)) {
      throw new AppError('REQUEST.KEY_REUSED', 'Send a new key with each new intent.');
    }
    if (ageOf(order) > leftAfterMs && (await launches.isOutstanding(order.orderId)))
      await launchOrder.launch(order, services);
    return order;
  }

  return async (request, services, warn) => {
    const { customerId, idempotencyKey } = request;
    const orderId = orderIdOf(customerId, idempotencyKey);
    const known = await orders.find(customerId, orderId);
    if (known) return repeated(known, request, services);

    let draft: Order;
    try {
      draft = await drawUp(orderId, request, services);
    } catch (refusal) {
      // The same request, sent twice, may just have taken the cart away.
      const meanwhile = await orders.find(customerId, orderId);
      if (meanwhile) return repeated(meanwhile, request, services);
      throw refusal;
    }
    await launches.add({ orderId, customerId, createdAt: draft.createdAt });
    const { order, created } = await orders.insert(draft);
    if (!created) return repeated(order, request, services);
    await launchOrder.start(order, services, ageOf(order) < newForMs);
    // The order stands and is under way: a cart that does not answer must not look like a failure of it.
    await launchOrder.emptyCart(order, services).catch((error) => warn(`${orderId}: the cart is emptied later`, error));
    return order;
  };
}
