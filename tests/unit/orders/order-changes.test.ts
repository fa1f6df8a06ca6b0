// Other systems are told of every change of an order's state, and the order does not depend on it.

import { changesOf, makeAnnounceOrder } from '../../../src/orders/order-changes';
import { makeLaunchOrder } from '../../../src/orders/placing/launch-order';
import { recordRemark } from '../../../src/orders/timeline';
import type { OrderChanges } from '../../../src/shared/contracts';
import { makeFakeOrderShop } from '../../helpers/fake-order-shop';
import { makeFakeLaunches, makeFakeOrderStore } from '../../helpers/fake-orders';
import { aCheckout, anOrder, broughtTo, customerId, orderId, placedAt, policy } from '../../helpers/order-builders';
import { at, key, setUp } from './saga/activities-under-test';

const now = () => new Date(placedAt);

function aQueue() {
  const sent: OrderChanges[] = [];
  const queue = {
    isDown: false,
    async send(changes: OrderChanges) {
      if (queue.isDown) throw new Error('The queue does not answer.');
      sent.push(changes);
    },
  };
  return { queue, sent, states: () => sent.map(({ changes }) => changes.map(({ state }) => state)) };
}

it('changes are the steps that lead to another state, and nothing about a person', () => {
  const shipped = broughtTo('shipped');
  const remarked = recordRemark(shipped, {
    step: 'mail:shipped',
    at: placedAt,
    reason: 'MAIL.FAILED',
    detail: 'to Ada',
  });
  const { changes } = changesOf(remarked);
  expect(changes.map(({ state }) => state)).toEqual(['placed', 'reserved', 'authorized', 'captured', 'shipped']);
  const text = JSON.stringify(changesOf(remarked));
  for (const personal of ['Ada', customerId, aCheckout().email, 'Hauptstr', 'detail'])
    expect(text).not.toContain(personal);
});

it('a refusal has its code', () => {
  const timeline = [
    ...anOrder().timeline,
    { at, state: 'refused', step: 'refuseOrder', reason: 'STOCK.SHORT', detail: 'of oak' } as const,
  ];
  expect(changesOf({ orderId, timeline }).changes.at(-1)).toEqual({
    ...{ at, state: 'refused', step: 'refuseOrder', reason: 'STOCK.SHORT' },
  });
});

describe('an activity that records', () => {
  const entry = { at, state: 'reserved', step: 'reserveStock' } as const;
  const recording = { ...key, entries: [entry], at };

  it('announces the order each time it runs, since the process may have died in between', async () => {
    const { queue, states } = aQueue();
    const announce = makeAnnounceOrder({ announcements: queue, launches: makeFakeLaunches(now), warn: () => 0, now });
    const { activities } = setUp({ order: anOrder(), announce });
    for (let time = 0; time < 2; time++) await activities.recordOrderSteps(recording, undefined);
    expect(states()).toEqual([
      ['placed', 'reserved'],
      ['placed', 'reserved'],
    ]);
  });

  it('goes on when the queue is down, and the sweep announces it as soon as the queue works again', async () => {
    const { queue, states } = aQueue();
    const clock = { now: Date.parse(placedAt) };
    const time = () => new Date(clock.now);
    const launches = makeFakeLaunches(time);
    const warnings: string[] = [];
    const warn = (message: string) => void warnings.push(message);
    const announce = makeAnnounceOrder({ announcements: queue, launches, warn, now: time });
    const { activities, orders, stored } = setUp({ order: anOrder(), announce });
    queue.isDown = true;
    expect(await activities.recordOrderSteps(recording, undefined)).toMatchObject({ state: 'reserved' });
    expect((await stored())?.state).toBe('reserved');
    expect([warnings.length, launches.notes.size]).toEqual([1, 1]);

    const shop = makeFakeOrderShop();
    const sweep = makeLaunchOrder({ orders, launches, announcements: queue, announce, policy, now: time });
    clock.now += 60_000;
    expect((await sweep.launchStalled(shop.services)).failed).toHaveLength(1);
    expect(launches.notes.size).toBe(1);
    queue.isDown = false;
    expect(await sweep.launchStalled(shop.services)).toEqual({ launched: [orderId], failed: [] });
    expect([states(), launches.notes.size]).toEqual([[['placed', 'reserved']], 0]);
    expect(shop.started).toEqual([]);
  });
});

it('an order is announced when it is launched, before the note of its launch is removed', async () => {
  const { queue, states } = aQueue();
  const launches = makeFakeLaunches(now);
  const order = anOrder();
  await launches.add({ orderId, customerId, createdAt: placedAt });
  const seen: boolean[] = [];
  const announce = async () => {
    seen.push(await launches.isOutstanding(orderId));
    await queue.send(changesOf(order));
  };
  const orders = makeFakeOrderStore([order]);
  await makeLaunchOrder({ orders, launches, announce, policy, now }).launch(order, makeFakeOrderShop().services);
  expect([seen, states(), launches.notes.size]).toEqual([[true], [['placed']], 0]);
});
