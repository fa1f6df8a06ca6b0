// The cart orchestrator, replayed on the real library: each check is one generation, followed by continue-as-new.

import { cartOrchestrator } from '../../../src/carts/cart-orchestrator';
import type { CartWatch } from '../../../src/carts/idle-cart';
import { activityCompleted, type HistoryEvent, replay } from '../../helpers/replay';

const watch: CartWatch = {
  customerId: 'cus_1',
  filledAt: 3,
  reminded: false,
  remindAfterMs: 1_000,
  expireAfterMs: 60_000,
  lookAt: '2026-01-01T00:00:01.000Z',
};
const timerFired: HistoryEvent = { EventType: 11, EventId: -1, TimerId: 0, FireAt: watch.lookAt };
const snapshot = { units: 1, filledAt: 3, version: 4, touchedAt: '2026-01-01T00:00:00.000Z' };

/** Names of the scheduled activities, and the input of the next generation, if any. */
async function told(input: CartWatch, found: object, ...more: object[]) {
  const answers = [found, ...more].map((result, index) => [activityCompleted(index + 1, result)]);
  const { actions } = await replay(cartOrchestrator, input, [[], [timerFired], ...answers]);
  const flat = actions.flat() as { functionName?: string; input?: unknown; actionType: number }[];
  const next = flat.find(({ actionType }) => actionType === 4)?.input;
  const activities = flat.flatMap(({ functionName }) => functionName ?? []);
  return { activities, next: typeof next === 'string' ? JSON.parse(next) : next };
}

test('an emptied cart needs no further check', async () => {
  await expect(told(watch, { ...snapshot, units: 0 })).resolves.toEqual({
    activities: ['lookAtCart'],
    next: undefined,
  });
});

test('a changed cart is checked again when it would be idle', async () => {
  const touchedAt = '2026-01-01T00:00:30.000Z';
  await expect(told(watch, { ...snapshot, touchedAt })).resolves.toEqual({
    activities: ['lookAtCart'],
    next: { ...watch, lookAt: '2026-01-01T00:00:31.000Z' },
  });
});

test('an idle cart gets one reminder and is checked again', async () => {
  await expect(told(watch, snapshot, { reminded: true })).resolves.toMatchObject({
    activities: ['lookAtCart', 'remindOfCart'],
    next: { ...watch, reminded: true, lookAt: expect.any(String) },
  });
});

test('an expired cart is cleared in the version found, and checked once more', async () => {
  const due = { ...watch, expireAfterMs: 1_000 };
  await expect(told(due, snapshot, { expired: false })).resolves.toMatchObject({
    activities: ['lookAtCart', 'expireCart'],
    next: { ...due, lookAt: expect.any(String) },
  });
});
