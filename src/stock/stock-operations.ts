// What can be done to one product's stock: units are received, reserved for an order, and sold or given back.
// Whatever comes in whatever order, onHand + sold equals what was received, and nothing is promised twice.

import { accepted, type Result, refused } from '../shared/result';
import { holds, kept, type Movement, type Reservation, type Sale, type Stock } from './stock';

export type StockOperation =
  | { kind: 'reserve'; orderId: string; quantity: number; expiresAt: string }
  | { kind: 'release' | 'commit'; orderId: string }
  | { kind: 'restock'; orderId: string; soldQuantity?: number | undefined }
  | { kind: 'adjust'; delta: number; reason: string };

export type StockRefusal = 'STOCK.SHORT' | 'STOCK.NOT_RESERVED';

/** What an operation did: `quantity` are the units it moved, now or when it came before. */
export type StockResult = Result<{ quantity: number }, StockRefusal>;

export interface StockOutcome {
  stock: Stock;
  result: StockResult;
}

/** The stock after an operation and the answer to it; expired reservations are dropped first. `now` in ms since the epoch. */
export function applyToStock(before: Stock, operation: StockOperation, now: number): StockOutcome {
  const stock = withoutExpired(before, now);
  const at = new Date(now).toISOString();
  switch (operation.kind) {
    case 'reserve':
      return reserve(stock, operation, at);
    case 'release':
      return release(stock, operation.orderId, at);
    case 'commit':
      return commit(stock, operation.orderId, at);
    case 'restock':
      return restock(stock, operation, at);
    case 'adjust':
      return adjust(stock, operation, at);
  }
}

function withoutExpired(stock: Stock, now: number): Stock {
  const expired = stock.reservations.filter((reservation) => !holds(reservation, now));
  if (expired.length === 0) return stock;
  const lapsed = expired.map(({ orderId, quantity }) => ({ orderId, quantity }));
  const movements = expired.map(
    ({ orderId, quantity, expiresAt }): Movement => ({ at: expiresAt, kind: 'expire', quantity, orderId }),
  );
  return {
    ...stock,
    reservations: stock.reservations.filter((reservation) => holds(reservation, now)),
    lapsed: last(kept.lapsed, [...stock.lapsed, ...lapsed]),
    movements: last(kept.movements, [...stock.movements, ...movements]),
  };
}

/** A repetition gets the same units, and the later of the two ends. An order that has bought its units needs no others. */
function reserve(stock: Stock, wish: Reservation, at: string): StockOutcome {
  const { orderId, quantity } = wish;
  const sale = of(stock.sales, orderId);
  if (sale) return { stock, result: accepted({ quantity: sale.quantity }) };
  const known = of(stock.reservations, orderId);
  if (known) {
    const later = Date.parse(wish.expiresAt) > Date.parse(known.expiresAt) ? wish.expiresAt : known.expiresAt;
    const reservations = [...others(stock.reservations, orderId), { ...known, expiresAt: later }];
    return { stock: { ...stock, reservations }, result: accepted({ quantity: known.quantity }) };
  }
  const available = stock.onHand - unitsOf(stock.reservations);
  if (quantity > available) return { stock, result: short(available) };
  const reservations = [...stock.reservations, { orderId, quantity, expiresAt: wish.expiresAt }];
  const lapsed = others(stock.lapsed, orderId);
  return {
    stock: moved({ ...stock, reservations, lapsed }, { at, kind: 'reserve', quantity, orderId }),
    result: accepted({ quantity }),
  };
}

function release(stock: Stock, orderId: string, at: string): StockOutcome {
  const quantity = of(stock.reservations, orderId)?.quantity ?? 0;
  const reservations = others(stock.reservations, orderId);
  const released = { ...stock, reservations, lapsed: others(stock.lapsed, orderId) };
  return {
    stock: quantity > 0 ? moved(released, { at, kind: 'release', quantity, orderId }) : released,
    result: accepted({ quantity }),
  };
}

/** An expired reservation still counts while its units are there: the customer has paid. */
function commit(stock: Stock, orderId: string, at: string): StockOutcome {
  const sale = of(stock.sales, orderId);
  if (sale) return { stock, result: accepted({ quantity: sale.quantity }) };
  const reservation = of(stock.reservations, orderId);
  const quantity = (reservation ?? of(stock.lapsed, orderId))?.quantity;
  if (quantity === undefined) return { stock, result: notReserved(orderId) };
  const reservations = others(stock.reservations, orderId);
  if (quantity > stock.onHand - unitsOf(reservations)) return { stock, result: notReserved(orderId) };
  const sold = {
    ...stock,
    onHand: stock.onHand - quantity,
    sold: stock.sold + quantity,
    reservations,
    lapsed: others(stock.lapsed, orderId),
    sales: last(kept.sales, [...stock.sales, { orderId, quantity }]),
  };
  return { stock: moved(sold, { at, kind: 'commit', quantity, orderId }), result: accepted({ quantity }) };
}

function restock(
  stock: Stock,
  { orderId, soldQuantity }: { orderId: string; soldQuantity?: number | undefined },
  at: string,
): StockOutcome {
  const forgotten = stock.returns.includes(orderId) ? undefined : soldQuantity;
  const quantity = of(stock.sales, orderId)?.quantity ?? forgotten;
  if (quantity === undefined || quantity > stock.sold) return { stock, result: accepted({ quantity: 0 }) };
  const back = {
    ...stock,
    onHand: stock.onHand + quantity,
    sold: stock.sold - quantity,
    sales: others(stock.sales, orderId),
    returns: last(kept.returns, [...stock.returns, orderId]),
  };
  return { stock: moved(back, { at, kind: 'restock', quantity, orderId }), result: accepted({ quantity }) };
}

function adjust(stock: Stock, { delta, reason }: { delta: number; reason: string }, at: string): StockOutcome {
  const available = stock.onHand - unitsOf(stock.reservations);
  if (available + delta < 0) return { stock, result: short(available) };
  const adjusted = { ...stock, onHand: stock.onHand + delta };
  return {
    stock: moved(adjusted, { at, kind: 'adjust', quantity: delta, reason }),
    result: accepted({ quantity: delta }),
  };
}

function of<T extends Sale>(entries: T[], orderId: string): T | undefined {
  return entries.find((entry) => entry.orderId === orderId);
}

function others<T extends Sale>(entries: T[], orderId: string): T[] {
  return entries.filter((entry) => entry.orderId !== orderId);
}

function unitsOf(entries: Sale[]): number {
  return entries.reduce((units, { quantity }) => units + quantity, 0);
}

function last<T>(count: number, entries: T[]): T[] {
  return entries.slice(-count);
}

function moved(stock: Stock, movement: Movement): Stock {
  return { ...stock, movements: last(kept.movements, [...stock.movements, movement]) };
}

function short(available: number): StockResult {
  return refused('STOCK.SHORT', `Only ${available} available.`);
}

function notReserved(orderId: string): StockResult {
  return refused('STOCK.NOT_RESERVED', `Nothing is reserved for ${orderId} any more.`);
}
