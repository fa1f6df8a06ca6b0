// The rules by which the books of a shop are in balance at any moment, however often its host dies: the shop's records of its
// orders against the books of the payment provider, the stock and the mails.

import type { Order } from '../../src/orders/order';
import { refundsOf } from '../../src/orders/refunds';
import type { MailBalance, MoneyBalance, StockBalance } from './balance-figures';
import type { BookedPayment, MailBlob } from './read-books';

const ends: ReadonlySet<string> = new Set(['delivered', 'refunded', 'refused', 'cancelled']);

/** Whether nothing more happens to the order unless somebody asks for it. */
export function isEnded(order: Order): boolean {
  return ends.has(order.state) && refundsOf(order).every(({ ended }) => ended !== undefined);
}

/** @param orders read before the payments: a payment is booked before the order's record says so. */
export function moneyBalance(orders: readonly Order[], payments: readonly BookedPayment[]): MoneyBalance {
  const balance: MoneyBalance = { captured: 0, shipped: 0, refunded: 0, open: 0, problems: [] };
  const byOrder = groupByOrder(payments);
  const recorded = new Map(orders.map((order) => [order.orderId, order]));
  for (const orderId of new Set([...recorded.keys(), ...byOrder.keys()])) {
    const captures = moved(byOrder.get(orderId), 'capture');
    const [captured, refunded] = [sum(captures), sum(moved(byOrder.get(orderId), 'refund'))];
    balance.captured += captured;
    balance.refunded += refunded;
    if (captures.length > 1) balance.problems.push(`${orderId} was captured ${captures.length} times`);
    const order = recorded.get(orderId);
    if (!order || !isEnded(order)) {
      balance.open += captured - refunded;
      continue;
    }
    const kept = order.state === 'delivered' ? order.total.amount - refundedBy(order) : 0;
    balance.shipped += kept;
    if (captured - refunded !== kept) {
      balance.problems.push(`${orderId} is ${order.state}: ${captured - refunded} was kept, expected ${kept}`);
    }
  }
  return balance;
}

function groupByOrder(payments: readonly BookedPayment[]): Map<string, BookedPayment[]> {
  const byOrder = new Map<string, BookedPayment[]>();
  for (const payment of payments) {
    const known = byOrder.get(payment.orderId);
    if (known) known.push(payment);
    else byOrder.set(payment.orderId, [payment]);
  }
  return byOrder;
}

function moved(payments: readonly BookedPayment[] = [], wanted: 'capture' | 'refund'): number[] {
  return payments
    .filter(({ kind, outcome, amount }) => kind === wanted && outcome === 'accepted' && amount > 0)
    .map(({ amount }) => amount);
}

function refundedBy(order: Order): number {
  return sum(refundsOf(order).map(({ ended, amount }) => (ended?.outcome === 'refunded' ? amount : 0)));
}

export interface StockedProduct {
  sku: string;
  /** What came in, before the first order. */
  received: number;
  onHand: number;
  reserved: number;
  sold: number;
}

/** @param isAtRest no order is under way, so that the stock must be just what the orders left. */
export function stockBalance(
  products: readonly StockedProduct[],
  orders: readonly Order[],
  isAtRest: boolean,
): StockBalance {
  const problems = products.flatMap(({ sku, received, onHand, reserved, sold }) => {
    const found: string[] = [];
    if (onHand + sold !== received) found.push(`${sku}: ${onHand} on hand and ${sold} sold, of ${received}`);
    if (reserved > onHand) found.push(`${sku}: ${reserved} reserved of ${onHand} on hand`);
    if (!isAtRest) return found;
    const wanted = soldBy(orders, sku);
    if (sold !== wanted) found.push(`${sku}: ${sold} sold, but the orders say ${wanted}`);
    if (reserved !== 0) found.push(`${sku}: ${reserved} reserved for no order`);
    return found;
  });
  const total = (of: 'received' | 'onHand' | 'reserved' | 'sold') => sum(products.map((product) => product[of]));
  return {
    received: total('received'),
    onHand: total('onHand'),
    reserved: total('reserved'),
    sold: total('sold'),
    problems,
  };
}

/** Of delivered and refunded orders, less the units that were restocked. */
function soldBy(orders: readonly Order[], wanted: string): number {
  const units = (lines: readonly { sku: string; quantity: number }[]) =>
    sum(lines.map(({ sku, quantity }) => (sku === wanted ? quantity : 0)));
  const sold = orders.filter(({ state }) => state === 'delivered' || state === 'refunded');
  return sum(
    sold.map((order) => {
      const restocked = refundsOf(order).filter(({ restock, ended }) => restock && ended?.outcome === 'refunded');
      return units(order.lines) - units(restocked.flatMap(({ lines }) => lines));
    }),
  );
}

export function mailBalance(mails: readonly MailBlob[]): MailBalance {
  const twice = mails.filter(({ rewritten }) => rewritten);
  return { sent: mails.length, problems: twice.map(({ orderId, event }) => `${orderId}: ${event} was sent twice`) };
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
