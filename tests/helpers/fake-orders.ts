// An in-memory order store for tests; it passes the port's contract test.

import type { Order } from '../../src/orders/order';
import { cursorAt, positionOf, readCursor } from '../../src/orders/order-cursor';
import type { Accounts } from '../../src/orders/ports/accounts';
import type { Launch, OrderLaunches } from '../../src/orders/ports/order-launches';
import type { OrderStore } from '../../src/orders/ports/order-store';

export interface FakeOrderStore extends OrderStore {
  all(): Order[];
}

export function makeFakeOrderStore(stored: Order[] = []): FakeOrderStore {
  const orders = new Map(stored.map((order) => [keyOf(order), order]));
  return {
    all: () => [...orders.values()],
    async insert(order) {
      const known = orders.get(keyOf(order));
      if (!known) orders.set(keyOf(order), order);
      return { order: known ?? order, created: !known };
    },
    find: async (customerId, orderId) => orders.get(keyOf({ customerId, orderId })),
    essentials: async (customerId, orderId) => orders.get(keyOf({ customerId, orderId })),
    async update(customerId, orderId, change) {
      const known = orders.get(keyOf({ customerId, orderId }));
      if (!known) throw new Error(`There is no order ${orderId}.`);
      const changed = change(known);
      orders.set(keyOf(changed), changed);
      return changed;
    },
    customerOf: async (orderId) => [...orders.values()].find((order) => order.orderId === orderId)?.customerId,
    async list(customerId, { state, cursor, limit }) {
      const after = cursor === undefined ? undefined : readCursor(cursor);
      const mine = [...orders.values()]
        .filter((order) => order.customerId === customerId && (state === undefined || order.state === state))
        .sort((a, b) => (positionOf(a) < positionOf(b) ? 1 : -1))
        .filter((order) => after === undefined || positionOf(order) < after);
      const page = mine.slice(0, limit);
      const last = page.at(-1);
      const summaries = page.map(({ orderId, state: now, total, createdAt }) => ({
        orderId,
        state: now,
        total,
        createdAt,
      }));
      return last && mine.length > limit
        ? { orders: summaries, cursor: cursorAt(positionOf(last)) }
        : { orders: summaries };
    },
  };
}

export function makeFakeAccounts(): Accounts {
  const accountOf = new Map<string, string>();
  return {
    async addGuest(customerId, guestId) {
      if (!accountOf.has(guestId)) accountOf.set(guestId, customerId);
      return accountOf.get(guestId) === customerId;
    },
    guestsOf: async (customerId) =>
      [...accountOf].flatMap(([guest, account]) => (account === customerId ? [guest] : [])),
  };
}

export function makeFakeLaunches(now: () => Date): OrderLaunches & { notes: Map<string, Launch> } {
  const notes = new Map<string, Launch>();
  return {
    notes,
    async add(launch) {
      notes.set(noteKey(launch.orderId, launch.kind), launch);
    },
    isOutstanding: async (orderId) => notes.has(orderId),
    outstanding: async (ageMs) =>
      [...notes.values()].filter(({ createdAt }) => now().getTime() - Date.parse(createdAt) > ageMs),
    async remove(orderId, kind) {
      notes.delete(noteKey(orderId, kind));
    },
  };
}

function keyOf({ customerId, orderId }: { customerId: string; orderId: string }): string {
  return `${customerId} ${orderId}`;
}

function noteKey(orderId: string, kind: Launch['kind']): string {
  return kind ? `${kind}:${orderId}` : orderId;
}
