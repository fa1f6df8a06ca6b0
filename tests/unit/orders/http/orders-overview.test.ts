// Which orders need somebody: who has waited longest, what stands still for too long, and what could not be undone.

import { makeOrdersOverview } from '../../../../src/orders/http/orders-overview';
import type { Order, Shipment } from '../../../../src/orders/order';
import { type OrderState, orderStates } from '../../../../src/orders/order-states';
import { anOrderOf, fakeAllOrders, glanceOf } from '../../../helpers/all-orders';

const now = Date.parse('2026-03-01T12:00:00.000Z');
const minutesAgo = (minutes: number) => new Date(now - minutes * 60_000).toISOString();

/** An order placed and last changed so many minutes ago. */
function anOrderAged(n: number, state: OrderState, placed: number, changed: number, more: Partial<Order> = {}) {
  return anOrderOf(n, { state, createdAt: minutesAgo(placed), updatedAt: minutesAgo(changed), ...more });
}

/** Stuck after an hour, overdue after two weeks, waiting for approval after a day and an hour, for a payment after 90 minutes. */
function overviewOf(orders: Order[]) {
  return makeOrdersOverview({
    allOrders: fakeAllOrders(orders),
    stuckAfterMs: 3_600_000,
    deliveryOverdueAfterMs: 14 * 86_400_000,
    approvalTimeoutMs: 86_400_000,
    paymentActionTimeoutMs: 1_800_000,
    now: () => new Date(now),
  })();
}

it('counts the orders in every state, also where there are none', async () => {
  const { total, counts } = await overviewOf([
    anOrderAged(0, 'delivered', 9, 9),
    anOrderAged(1, 'delivered', 9, 9),
    anOrderAged(2, 'captured', 9, 9),
  ]);
  expect(total).toBe(3);
  expect(counts).toEqual({
    ...Object.fromEntries(orderStates.map((state) => [state, 0])),
    delivered: 2,
    captured: 1,
  });
});

it('names of each state in which an order waits the one that was placed first', async () => {
  const orders = [
    anOrderAged(0, 'awaitingApproval', 20, 1),
    anOrderAged(1, 'awaitingApproval', 30, 2),
    anOrderAged(2, 'captured', 50, 5),
    anOrderAged(3, 'shipped', 9000, 9000),
    anOrderAged(4, 'delivered', 9000, 9000),
  ];
  const { oldestWaiting } = await overviewOf(orders);
  expect(oldestWaiting).toEqual([orders[2], orders[1]].map((order) => order && glanceOf(order)));
});

it.each(['placed', 'reserved', 'authorized', 'captured'] as const)(
  'takes a %s order for stuck after an hour without progress',
  async (state) => {
    const { stuck } = await overviewOf([anOrderAged(0, state, 500, 60), anOrderAged(1, state, 500, 59)]);
    expect(stuck).toEqual({ count: 1, orders: [glanceOf(anOrderAged(0, state, 500, 60))] });
  },
);

it('gives an order that waits for approval the time in which it is decided', async () => {
  const [late, inTime] = [25 * 60, 25 * 60 - 1];
  const { stuck } = await overviewOf([
    anOrderAged(0, 'awaitingApproval', late, late),
    anOrderAged(1, 'awaitingApproval', late, inTime),
  ]);
  expect(stuck.orders.map(({ orderId }) => orderId)).toEqual([anOrderOf(0).orderId]);
});

it('gives an order that waits for its payment the time in which the customer can confirm it', async () => {
  const { stuck } = await overviewOf([
    anOrderAged(0, 'awaitingPayment', 95, 90),
    anOrderAged(1, 'awaitingPayment', 95, 89),
  ]);
  expect(stuck.orders.map(({ orderId }) => orderId)).toEqual([anOrderOf(0).orderId]);
});

it('takes no order for stuck that is with the carrier or at its end', async () => {
  const others = orderStates.filter((state) => !['placed', 'reserved', 'authorized', 'captured'].includes(state));
  const old = others.filter((state) => state !== 'awaitingApproval' && state !== 'awaitingPayment');
  const { stuck } = await overviewOf(old.map((state, n) => anOrderAged(n, state, 90_000, 90_000)));
  expect(old).toHaveLength(6);
  expect(stuck).toEqual({ count: 0, orders: [] });
});

describe('a parcel that was dispatched two weeks ago and has not arrived', () => {
  const twoWeeks = 14 * 24 * 60;
  const dispatched = (warehouse: 'north' | 'south', minutes: number): Shipment => ({
    shipmentId: `shp_${warehouse}`,
    warehouse,
    state: 'dispatched',
    dispatchedAt: minutesAgo(minutes),
  });
  const delivered = (warehouse: 'north' | 'south', minutes: number): Shipment => ({
    ...dispatched(warehouse, minutes),
    state: 'delivered',
  });
  const underWay = ({ shipmentId, warehouse, dispatchedAt }: Shipment) => ({ shipmentId, warehouse, dispatchedAt });
  /** An order that has changed a minute ago, with these parcels. */
  const anOrderWith = (n: number, state: OrderState, ...shipments: Shipment[]) =>
    anOrderAged(n, state, twoWeeks + 99, 1, { shipments });

  it('is overdue, the longest under way first, whatever else has changed the order since', async () => {
    const { overdue } = await overviewOf([
      anOrderWith(0, 'shipped', dispatched('north', twoWeeks), dispatched('south', twoWeeks - 1)),
      anOrderWith(1, 'shipped', dispatched('north', twoWeeks - 1), dispatched('south', twoWeeks - 1)),
      anOrderWith(2, 'shipped', dispatched('north', twoWeeks + 5), dispatched('south', twoWeeks + 6)),
    ]);
    expect(overdue.count).toBe(2);
    expect(overdue.orders).toMatchObject([
      { orderId: anOrderOf(2).orderId, parcels: [{ warehouse: 'south' }, { warehouse: 'north' }] },
      { orderId: anOrderOf(0).orderId, parcels: [underWay(dispatched('north', twoWeeks))] },
    ]);
  });

  it('is overdue although the other parcel of the order has arrived', async () => {
    const lost = dispatched('south', twoWeeks + 1);
    const { overdue } = await overviewOf([anOrderWith(0, 'shipped', delivered('north', twoWeeks + 1), lost)]);
    expect(overdue.orders).toMatchObject([{ orderId: anOrderOf(0).orderId, parcels: [underWay(lost)] }]);
  });

  it('is overdue although the other parcel of the order was never dispatched', async () => {
    const lost = dispatched('south', twoWeeks + 1);
    const waiting: Shipment = { shipmentId: 'shp_north', warehouse: 'north', state: 'created' };
    const { overdue, oldestWaiting, stuck } = await overviewOf([
      anOrderAged(0, 'captured', twoWeeks + 99, twoWeeks, { shipments: [waiting, lost] }),
    ]);
    expect(overdue.orders).toMatchObject([{ orderId: anOrderOf(0).orderId, parcels: [underWay(lost)] }]);
    for (const [order] of [oldestWaiting, stuck.orders]) expect(order).not.toHaveProperty('underWay');
  });

  it('is not overdue once the order has come to its end', async () => {
    const others = orderStates.filter((state) => state !== 'shipped' && state !== 'captured');
    const lost = dispatched('south', twoWeeks + 1);
    const { overdue } = await overviewOf(others.map((state, n) => anOrderWith(n, state, lost)));
    expect(overdue).toEqual({ count: 0, orders: [] });
  });
});

it('lists fifty stuck orders, the longest without progress first, and counts all', async () => {
  const many = Array.from({ length: 60 }, (_, n) => anOrderAged(n, 'placed', 999, 100 + ((n * 7) % 60)));
  const { stuck } = await overviewOf(many);
  expect(stuck.count).toBe(60);
  expect(stuck.orders.map(({ updatedAt }) => updatedAt)).toEqual(
    Array.from({ length: 50 }, (_, n) => minutesAgo(159 - n)),
  );
});

it('lists what could not be undone with what failed, the latest first, and leaves other remarks out', async () => {
  const at = minutesAgo(3);
  const failure = { at, state: 'compensationFailed', step: 'undoOrder', reason: 'COMPENSATION.FAILED' } as const;
  const remark = {
    at,
    state: 'compensationFailed',
    step: 'mail',
    reason: 'MAIL.FAILED',
    detail: 'no such box',
  } as const;
  const orders = [
    anOrderAged(0, 'compensationFailed', 99, 9, { timeline: [{ ...failure, detail: 'voidPayment failed' }, remark] }),
    anOrderAged(1, 'compensationFailed', 99, 3, { timeline: [{ ...failure, step: 'refundOrder' }] }),
    anOrderAged(2, 'refused', 99, 3),
  ];
  const { compensationFailed } = await overviewOf(orders);
  expect(compensationFailed.count).toBe(2);
  expect(compensationFailed.orders).toMatchObject([
    { orderId: anOrderOf(1).orderId, failures: [{ at, step: 'refundOrder' }] },
    { orderId: anOrderOf(0).orderId, failures: [{ at, step: 'undoOrder', detail: 'voidPayment failed' }] },
  ]);
  expect(compensationFailed.orders.map(({ failures }) => failures.length)).toEqual([1, 1]);
});
