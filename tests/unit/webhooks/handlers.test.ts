// The owner's list of deliveries, and the replay of one.

import { endpoint, makeFakeWebhooks } from '../../helpers/fake-webhooks';
import { orderId } from '../../helpers/order-builders';

const at = '2026-03-01T12:00:00.000Z';

async function withDelivery() {
  const webhooks = makeFakeWebhooks();
  await webhooks.run({ kind: 'changes', orderId, changes: [{ state: 'placed', step: 'placeOrder', at }] });
  webhooks.world.answer = () => ({ kind: 'refused', result: 'HTTP 410', isFinal: true });
  await webhooks.runUntil(webhooks.clock.now);
  return { webhooks, id: [...webhooks.stored.keys()][0] ?? '' };
}

const ask = (query = '') => ({ params: {}, query: new URLSearchParams(query) }) as never;
const replay = (id: string) => ({ params: { id }, query: new URLSearchParams() }) as never;
const context = { invocationId: 'i', error: () => undefined } as never;

it('lists deliveries with what was sent and how it ended', async () => {
  const { webhooks, id } = await withDelivery();
  const { jsonBody } = await webhooks.handlers.listWebhooks(ask(), context);
  expect(jsonBody).toEqual({
    deliveries: [
      {
        ...{ id, endpoint: endpoint.url, type: 'order.placed', orderId, state: 'failed', attempts: 1, replays: 0 },
        ...{ lastAttemptAt: at, lastResult: 'HTTP 410' },
        event: { type: 'order.placed', timestamp: at, data: { orderId, state: 'placed' } },
      },
    ],
  });
  expect((await webhooks.handlers.listWebhooks(ask('state=pending'), context)).jsonBody).toEqual({ deliveries: [] });
});

it.each(['state=sent', 'orderId=7', 'cursor=7', 'limit=0', 'limit=101', 'status=failed'])(
  'refuses ?%s',
  async (query) => {
    const { webhooks } = await withDelivery();
    expect((await webhooks.handlers.listWebhooks(ask(query), context)).status).toBe(400);
  },
);

it('replays a delivery that failed, with all attempts ahead of it', async () => {
  const { webhooks, id } = await withDelivery();
  webhooks.clock.now += 10 * 86_400_000;
  webhooks.world.answer = () => ({ kind: 'refused', result: 'HTTP 500' });
  const { status, jsonBody } = await webhooks.handlers.replayWebhook(replay(id), context);
  expect([status, jsonBody]).toEqual([202, expect.objectContaining({ id, state: 'pending', attempts: 0, replays: 1 })]);
  await webhooks.runUntil(webhooks.clock.now + 30_000);
  expect(webhooks.posted.map(({ headers }) => headers['webhook-id'])).toEqual([id, id, id, id]);
});

it('replays one that was delivered', async () => {
  const { webhooks, id } = await withDelivery();
  webhooks.world.answer = () => ({ kind: 'accepted', result: 'HTTP 200' });
  for (const round of [1, 2]) {
    await webhooks.handlers.replayWebhook(replay(id), context);
    await webhooks.runUntil(webhooks.clock.now);
    expect(webhooks.stored.get(id)?.delivery).toMatchObject({ state: 'delivered', round, attempts: 1 });
  }
  expect(webhooks.posted).toHaveLength(3);
});

it('answers 404 for an unknown delivery, and 409 when its endpoint is gone', async () => {
  const { webhooks, id } = await withDelivery();
  for (const unknown of ['x', id.replace(/.$/, (last) => (last === '7' ? '6' : '7'))]) {
    const { status, body } = await webhooks.handlers.replayWebhook(replay(unknown), context);
    expect([status, JSON.parse(String(body)).code]).toEqual([404, 'WEBHOOK.NOT_FOUND']);
  }
  const without = makeFakeWebhooks([]);
  for (const entry of webhooks.stored) without.stored.set(...entry);
  const { status, body } = await without.handlers.replayWebhook(replay(id), context);
  expect([status, JSON.parse(String(body)).code]).toEqual([409, 'WEBHOOK.NO_ENDPOINT']);
  expect(without.waiting).toEqual([]);
});
