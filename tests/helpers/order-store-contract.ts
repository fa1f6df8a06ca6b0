// The contract test of the order store: runs over the table and over the in-memory store that other tests use.

import type { Order } from '../../src/orders/order';
import type { OrderStore } from '../../src/orders/ports/order-store';
import { recordRemark, recordStep } from '../../src/orders/timeline';
import { anOrder, euros, orderId } from './order-builders';

const at = '2026-03-01T12:00:05.000Z';

/** Declares the tests, each with its own customer. */
export function itKeepsOrders(store: () => OrderStore): void {
  let customers = 0;
  const aCustomer = () => `cus_${String(++customers).padStart(26, '0')}`;
  const idOf = (n: number) => `ord_${String.fromCharCode(97 + n).repeat(26)}`;

  it('returns a stored order to its customer only', async () => {
    const customerId = aCustomer();
    const order = anOrder({ customerId, timeline: [{ at, state: 'placed', step: 'placeOrder', detail: 'Größe 🚚' }] });
    expect(await store().insert(order)).toEqual({ order, created: true });
    expect(await store().find(customerId, orderId)).toEqual(order);
    expect(await store().find(aCustomer(), orderId)).toBeUndefined();
    expect(await store().find(customerId, idOf(5))).toBeUndefined();
  });

  it('returns the immutable part of an order to its customer only', async () => {
    const customerId = aCustomer();
    const order = anOrder({ customerId });
    await store().insert(order);
    await store().update(customerId, orderId, (known) => recordRemark(known, { step: 'a remark', at, reason: 'TEST' }));
    const { lines, total, email, shippingAddress } = order;
    expect(await store().essentials(customerId, orderId)).toMatchObject({ lines, total, email, shippingAddress });
    expect(await store().essentials(aCustomer(), orderId)).toBeUndefined();
  });

  it('keeps the first of ten orders stored concurrently under one id', async () => {
    const customerId = aCustomer();
    const candidates = Array.from({ length: 10 }, (_, n) => anOrder({ customerId, email: `${n}@example.com` }));
    const answers = await Promise.all(candidates.map((order) => store().insert(order)));
    const winners = answers.filter(({ created }) => created);
    expect(winners).toHaveLength(1);
    for (const { order } of answers) expect(order).toEqual(winners[0]?.order);
  });

  it('loses none of ten concurrent changes', async () => {
    const customerId = aCustomer();
    await store().insert(anOrder({ customerId }));
    const remark = (n: number) => (order: Order) => recordRemark(order, { step: `remark ${n}`, at, reason: 'TEST' });
    const inTurn = async (n: number): Promise<void> => {
      // Losing eight races in a row is a fault that the caller retries, as an orchestration does.
      await store()
        .update(customerId, orderId, remark(n))
        .catch(() => inTurn(n));
    };
    await Promise.all(Array.from({ length: 10 }, (_, n) => inTurn(n)));
    const order = await store().find(customerId, orderId);
    expect(order?.timeline).toHaveLength(11);
    expect(order?.version).toBe(11);
  });

  it('returns the changed order, and fails without an order', async () => {
    const customerId = aCustomer();
    await store().insert(anOrder({ customerId }));
    const entry = { at, state: 'reserved', step: 'reserveStock' } as const;
    expect(await store().update(customerId, orderId, (order) => recordStep(order, entry))).toMatchObject({
      state: 'reserved',
      version: 2,
    });
    await expect(store().update(customerId, idOf(5), (order) => order)).rejects.toThrow(/no order/i);
  });

  it('keeps an order of a hundred lines with long names', async () => {
    const customerId = aCustomer();
    const [line] = anOrder().lines;
    if (!line) throw new Error('The builder makes lines.');
    const lines = Array.from({ length: 100 }, (_, n) => ({ ...line, sku: `sku-${n}`, name: '🚚ß'.repeat(150) }));
    const order = anOrder({ customerId, lines });
    await store().insert(order);
    expect(await store().find(customerId, orderId)).toEqual(order);
  });

  describe('lists', () => {
    async function aCustomerWith(states: Order['state'][]) {
      const customerId = aCustomer();
      // Stored neither in the sequence of their ids nor of their times.
      for (const n of [2, 0, 4, 1, 3].filter((index) => index < states.length)) {
        const createdAt = new Date(Date.UTC(2026, 0, 10 - n)).toISOString();
        const state = states[n] ?? 'placed';
        await store().insert(anOrder({ customerId, orderId: idOf(n), state, createdAt, total: euros(n) }));
      }
      return customerId;
    }

    it('a customer’s orders, newest first, in pages', async () => {
      const customerId = await aCustomerWith(['placed', 'refused', 'placed', 'refused', 'placed']);
      const first = await store().list(customerId, { limit: 3 });
      expect(first.orders.map(({ orderId: id }) => id)).toEqual([idOf(0), idOf(1), idOf(2)]);
      expect(first.orders[1]).toEqual({
        orderId: idOf(1),
        state: 'refused',
        total: euros(1),
        createdAt: '2026-01-09T00:00:00.000Z',
      });
      const second = await store().list(customerId, { limit: 3, cursor: first.cursor ?? '' });
      expect(second.orders.map(({ orderId: id }) => id)).toEqual([idOf(3), idOf(4)]);
      expect(second).not.toHaveProperty('cursor');
    });

    it('those in one state', async () => {
      const customerId = await aCustomerWith(['placed', 'refused', 'placed']);
      const { orders } = await store().list(customerId, { limit: 3, state: 'refused' });
      expect(orders.map(({ orderId: id }) => id)).toEqual([idOf(1)]);
    });

    it('nothing for a customer without orders', async () => {
      expect(await store().list(aCustomer(), { limit: 3 })).toEqual({ orders: [] });
    });

    it('nothing for an invalid cursor', async () => {
      const refusal = expect.objectContaining({ code: 'REQUEST.INVALID' });
      await expect(store().list(aCustomer(), { limit: 3, cursor: 'made-up' })).rejects.toEqual(refusal);
    });
  });
}
