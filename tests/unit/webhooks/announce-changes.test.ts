// Which changes become deliveries: each one once for each endpoint, however often and in whatever order they are announced.

import { endpoint, makeFakeWebhooks } from '../../helpers/fake-webhooks';
import { orderId } from '../../helpers/order-builders';

const states = ['placed', 'authorized', 'captured', 'shipped', 'delivered'];
const minute = (index: number) => `2026-03-01T11:${String(50 + index)}:00.000Z`;
const first = (count: number, at = minute) => ({
  kind: 'changes' as const,
  orderId,
  changes: states.slice(0, count).map((state, index) => ({ state, step: `to ${state}`, at: at(index) })),
});
const types = ({ stored }: ReturnType<typeof makeFakeWebhooks>) =>
  [...stored.values()].map(({ delivery }) => delivery.type.replace('order.', ''));

it('makes a delivery of each new change', async () => {
  const webhooks = makeFakeWebhooks();
  await webhooks.run(first(1));
  await webhooks.run(first(3));
  await webhooks.run(first(5));
  expect(types(webhooks)).toEqual(states);
  expect(webhooks.waiting).toHaveLength(5);
});

it('makes none of what is announced again, or of an announcement that comes late', async () => {
  const webhooks = makeFakeWebhooks();
  for (const count of [4, 4, 2, 5, 1, 5]) await webhooks.run(first(count));
  expect(types(webhooks)).toEqual(states);
  expect(webhooks.waiting).toHaveLength(5);
});

it('sends the message again when the process died before the count was written', async () => {
  const webhooks = makeFakeWebhooks();
  await webhooks.run(first(2));
  webhooks.counts.clear();
  webhooks.waiting.length = 0;
  await webhooks.run(first(2));
  expect(types(webhooks)).toEqual(states.slice(0, 2));
  expect(webhooks.waiting).toHaveLength(2);
});

it('looks again when another run counts at the same moment, and makes no delivery twice', async () => {
  const webhooks = makeFakeWebhooks();
  await Promise.all([first(2), first(4), first(3)].map((message) => webhooks.run(message)));
  expect(webhooks.counts.get(orderId)).toBe(4);
  await webhooks.runUntil(webhooks.clock.now);
  expect(types(webhooks).sort()).toEqual(states.slice(0, 4).sort());
  expect(webhooks.posted).toHaveLength(4);
});

it('tells of an old order only what is recent, and always its latest change', async () => {
  const old = makeFakeWebhooks();
  await old.run(first(4, () => '2025-01-01T00:00:00.000Z'));
  expect(types(old)).toEqual(['shipped']);
  await old.run(first(5, () => '2025-01-01T00:00:00.000Z'));
  expect(types(old)).toEqual(['shipped', 'delivered']);
});

it('gives the same change another id for another endpoint, order or time', async () => {
  const other = { ...endpoint, url: 'https://erp.example/other' };
  const webhooks = makeFakeWebhooks([endpoint, other]);
  await webhooks.run(first(1));
  await webhooks.run({ ...first(1), orderId: `ord_${'b'.repeat(26)}` });
  expect(webhooks.stored.size).toBe(4);
  for (const id of webhooks.stored.keys()) expect(id).toMatch(/^whk_019ca9[0-9a-f]{6}[a-z2-7]{26}$/);
});
