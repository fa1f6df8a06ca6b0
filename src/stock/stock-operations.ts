// The operations on one product's stock: units are received, reserved for an order, and sold or released.
// In every order of operations, onHand + sold equals the units received, and no unit is reserved or sold twice.

import { storedLength } from '../shared/durable/stored-length';
import { accepted, type Result, refused } from '../shared/result';
import {
  isActive,
  type Movement,
  maxEntries,
  maxMovementChars,
  type Reservation,
  type Sale,
  type Stock,
} from './stock';

export type StockOperation =
  | { kind: 'reserve'; orderId: string; quantity: number; expiresAt: string }
  | { kind: 'release' | 'commit'; orderId: string }
  | ({ kind: 'restock' } & Restock)
  | { kind: 'adjust'; delta: number; reason: string };

interface Restock {
  orderId: string;
  soldQuantity?: number | undefined;
  part?: { id: string; quantity: number } | undefined;
}

export type StockRefusal = 'STOCK.SHORT' | 'STOCK.NOT_RESERVED';

/** `quantity` is the number of units that the operation moved, now or when it was first applied. */
export type StockResult = Result<{ quantity: number }, StockRefusal>;

export interface StockOutcome {
  stock: Stock;
  result: StockResult;
}

/** The stock after an operation, and its result; expired reservations are dropped first. `now` in ms since the epoch. */
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
  const expiredReservations = stock.reservations.filter((reservation) => !isActive(reservation, now));
  if (expiredReservations.length === 0) return stock;
  const expired = expiredReservations.map(({ orderId, quantity }) => ({ orderId, quantity }));
  const movements = expiredReservations.map(
    ({ orderId, quantity, expiresAt }): Movement => ({ at: expiresAt, kind: 'expire', quantity, orderId }),
  );
  return {
    ...stock,
    reservations: stock.reservations.filter((reservation) => isActive(reservation, now)),
    lapsed: last(maxEntries.lapsed, [...stock.lapsed, ...expired]),
    movements: latestMovements([...stock.movements, ...movements]),
  };
}

/** A repeated call keeps the units and the later expiry. An order whose units are already sold reserves no others. */
function reserve(stock: Stock, request: Reservation, at: string): StockOutcome {
  const { orderId, quantity } = request;
  const sale = entryOf(stock.sales, orderId);
  if (sale) return { stock, result: accepted({ quantity: sale.quantity }) };
  const known = entryOf(stock.reservations, orderId);
  if (known) {
    const later = Date.parse(request.expiresAt) > Date.parse(known.expiresAt) ? request.expiresAt : known.expiresAt;
    const reservations = [...withoutOrder(stock.reservations, orderId), { ...known, expiresAt: later }];
    return { stock: { ...stock, reservations }, result: accepted({ quantity: known.quantity }) };
  }
  const available = stock.onHand - unitsOf(stock.reservations);
  if (quantity > available) return { stock, result: shortOf(available) };
  const reservations = [...stock.reservations, { orderId, quantity, expiresAt: request.expiresAt }];
  const expired = withoutOrder(stock.lapsed, orderId);
  return {
    stock: withMovement({ ...stock, reservations, lapsed: expired }, { at, kind: 'reserve', quantity, orderId }),
    result: accepted({ quantity }),
  };
}

function release(stock: Stock, orderId: string, at: string): StockOutcome {
  const quantity = entryOf(stock.reservations, orderId)?.quantity ?? 0;
  const reservations = withoutOrder(stock.reservations, orderId);
  const released = { ...stock, reservations, lapsed: withoutOrder(stock.lapsed, orderId) };
  return {
    stock: quantity > 0 ? withMovement(released, { at, kind: 'release', quantity, orderId }) : released,
    result: accepted({ quantity }),
  };
}

/** An expired reservation is still sold while its units are available, since the customer has paid. */
function commit(stock: Stock, orderId: string, at: string): StockOutcome {
  const sale = entryOf(stock.sales, orderId);
  if (sale) return { stock, result: accepted({ quantity: sale.quantity }) };
  const reservation = entryOf(stock.reservations, orderId);
  const quantity = (reservation ?? entryOf(stock.lapsed, orderId))?.quantity;
  if (quantity === undefined) return { stock, result: notReserved(orderId) };
  const reservations = withoutOrder(stock.reservations, orderId);
  if (quantity > stock.onHand - unitsOf(reservations)) return { stock, result: notReserved(orderId) };
  const sold = {
    ...stock,
    onHand: stock.onHand - quantity,
    sold: stock.sold + quantity,
    reservations,
    lapsed: withoutOrder(stock.lapsed, orderId),
    sales: last(maxEntries.sales, [...stock.sales, { orderId, quantity }]),
  };
  return { stock: withMovement(sold, { at, kind: 'commit', quantity, orderId }), result: accepted({ quantity }) };
}

function restock(stock: Stock, { orderId, soldQuantity, part }: Restock, at: string): StockOutcome {
  const isRepeated = part !== undefined && stock.returns.includes(part.id);
  const left = isRepeated ? 0 : unreturned(stock, orderId, soldQuantity);
  const quantity = Math.min(part?.quantity ?? left, left);
  if (quantity === 0 || quantity > stock.sold) return { stock, result: accepted({ quantity: 0 }) };
  const sales = stock.sales.map((sale) => (sale.orderId === orderId ? { orderId, quantity: left - quantity } : sale));
  const earlier = entryOf(stock.partlyReturned, orderId)?.quantity ?? 0;
  const parts = part ? [{ orderId, quantity: earlier + quantity }] : [];
  const restocked = {
    ...stock,
    onHand: stock.onHand + quantity,
    sold: stock.sold - quantity,
    sales: sales.filter((sale) => sale.quantity > 0),
    returns: last(maxEntries.returns, [...stock.returns, part?.id ?? orderId]),
    partlyReturned: last(maxEntries.partlyReturned, [...withoutOrder(stock.partlyReturned, orderId), ...parts]),
  };
  return { stock: withMovement(restocked, { at, kind: 'restock', quantity, orderId }), result: accepted({ quantity }) };
}

/** The units of an order that are sold and not returned; 0 when it is not known whether there was a sale. */
function unreturned(stock: Stock, orderId: string, soldQuantity = 0): number {
  const listed = entryOf(stock.sales, orderId);
  if (listed) return listed.quantity;
  if (stock.returns.includes(orderId)) return 0;
  return Math.max(0, soldQuantity - (entryOf(stock.partlyReturned, orderId)?.quantity ?? 0));
}

function adjust(stock: Stock, { delta, reason }: { delta: number; reason: string }, at: string): StockOutcome {
  const available = stock.onHand - unitsOf(stock.reservations);
  if (available + delta < 0) return { stock, result: shortOf(available) };
  const adjusted = { ...stock, onHand: stock.onHand + delta };
  return {
    stock: withMovement(adjusted, { at, kind: 'adjust', quantity: delta, reason }),
    result: accepted({ quantity: delta }),
  };
}

function entryOf<T extends Sale>(entries: T[], orderId: string): T | undefined {
  return entries.find((entry) => entry.orderId === orderId);
}

function withoutOrder<T extends Sale>(entries: T[], orderId: string): T[] {
  return entries.filter((entry) => entry.orderId !== orderId);
}

function unitsOf(entries: Sale[]): number {
  return entries.reduce((units, { quantity }) => units + quantity, 0);
}

function last<T>(count: number, entries: T[]): T[] {
  return entries.slice(-count);
}

function latestMovements(movements: Movement[]): Movement[] {
  const latest = last(maxEntries.movements, movements);
  let chars = storedLength(latest);
  while (chars > maxMovementChars) chars -= storedLength(latest.shift());
  return latest;
}

function withMovement(stock: Stock, movement: Movement): Stock {
  return { ...stock, movements: latestMovements([...stock.movements, movement]) };
}

function shortOf(available: number): StockResult {
  return refused('STOCK.SHORT', `Units available: ${available}.`);
}

function notReserved(orderId: string): StockResult {
  return refused('STOCK.NOT_RESERVED', `${orderId} has no valid reservation.`);
}
