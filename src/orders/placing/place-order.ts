// Turns the cart into a recorded order, once for each Idempotency-Key, even when requests are repeated or concurrent.

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

/** Logs that the order is placed, but something about it is left for later. */
export type Warn = (message: string, cause: unknown) => void;

export type PlaceOrder = (request: PlaceOrderRequest, services: InvocationServices, warn: Warn) => Promise<Order>;

/** No other request can have launched an order that is younger than this. */
const newForMs = 1_000;

/** After this time the request that recorded the order counts as failed, and a repetition launches the order. */
const leftAfterMs = 10_000;

/**
 * Places an order and returns it; a repetition returns the order as it is now.
 * @throws AppError `REQUEST.KEY_REUSED`, `ORDER.CART_EMPTY`, `ORDER.UNKNOWN_PRODUCTS` (`skus`), `ORDER.PRICE_CHANGED` (`total`),
 * `STOCK.SHORT` (`short`).
 */
export function makePlaceOrder({ orders, launches, products, launchOrder, now }: PlaceOrderDeps): PlaceOrder {
  async function draftOrder(
    orderId: string,
    { customerId, checkout }: PlaceOrderRequest,
    services: InvocationServices,
  ) {
    const wanted = await services.carts.read(customerId);
    if (wanted.length === 0) throw new AppError('ORDER.CART_EMPTY', 'The cart is empty: add something first.');
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

  const ageOf = ({ createdAt }: Order) => now().getTime() - Date.parse(createdAt);

  /** The order existed before: a request that crashed may have left it half launched. */
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
      draft = await draftOrder(orderId, request, services);
    } catch (refusal) {
      // The same request, sent twice, may just have emptied the cart.
      const meanwhile = await orders.find(customerId, orderId);
      if (meanwhile) return repeated(meanwhile, request, services);
      throw refusal;
    }
    await launches.add({ orderId, customerId, createdAt: draft.createdAt });
    const { order, created } = await orders.insert(draft);
    if (!created) return repeated(order, request, services);
    await launchOrder.start(order, services, ageOf(order) < newForMs);
    // The order is placed and started: a cart that fails now must not make the request fail.
    await launchOrder.emptyCart(order, services).catch((error) => warn(`${orderId}: the cart is emptied later`, error));
    return order;
  };
}
