// Attempts of a delivery: retried for days, never forgotten by a process that dies, and overtaken by a replay.

import { Webhook } from 'standardwebhooks';
import { giveUpAfterMs } from '../../../src/webhooks/retry-schedule';
import { endpoint, makeFakeWebhooks } from '../../helpers/fake-webhooks';
import { orderId } from '../../helpers/order-builders';

const hourMs = 3_600_000;
const at = '2026-03-01T11:59:58.000Z';
const changes = { kind: 'changes', orderId, changes: [{ state: 'placed', step: 'placeOrder', at }] } as const;
const down = () => ({ kind: 'refused', result: 'ECONNREFUSED' }) as const;

async function announced(endpoints = [endpoint]) {
  const webhooks = makeFakeWebhooks(endpoints);
  await webhooks.run(changes);
  const [entry] = webhooks.stored.values();
  return { webhooks, id: entry?.delivery.id ?? '', begin: webhooks.clock.now };
}

const only = ({ stored }: ReturnType<typeof makeFakeWebhooks>) => [...stored.values()][0]?.delivery;

it('posts the event, signed, and with nothing but the order, its state and its time', async () => {
  const { webhooks, id } = await announced();
  await webhooks.runUntil(webhooks.clock.now);
  const [post] = webhooks.posted;
  expect(post).toMatchObject({ url: endpoint.url, headers: { 'webhook-id': id } });
  expect(JSON.parse(post?.body ?? '')).toEqual({
    type: 'order.placed',
    timestamp: at,
    data: { orderId, state: 'placed' },
  });
  expect(only(webhooks)).toMatchObject({ state: 'delivered', attempts: 1, lastResult: 'HTTP 200' });
  expect(webhooks.waiting).toEqual([]);
});

it('pauses ever longer, at most twelve hours, and keeps id and body but not the signature', async () => {
  const { webhooks, begin } = await announced();
  webhooks.world.answer = down;
  await webhooks.runUntil(begin + 30 * hourMs);
  const seconds = webhooks.posted.map((post) => (post.at - begin) / 1000);
  expect(seconds).toEqual([0, 5, 25, 105, 425, 1705, 6825, 27305, 70505]);
  expect(new Set(webhooks.posted.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  expect(new Set(webhooks.posted.map(({ body }) => body)).size).toBe(1);
  expect(new Set(webhooks.posted.map(({ headers }) => headers['webhook-signature'])).size).toBe(9);
});

it('delivers to an endpoint that was away for a day', async () => {
  const { webhooks, begin } = await announced();
  webhooks.world.answer = (post) => (post.at < begin + 24 * hourMs ? down() : { kind: 'accepted', result: 'HTTP 204' });
  await webhooks.runUntil(begin + 48 * hourMs);
  expect(only(webhooks)).toMatchObject({ state: 'delivered', lastResult: 'HTTP 204' });
  expect(only(webhooks)).not.toHaveProperty('nextAttemptAt');
});

it('gives up after three days, and says so', async () => {
  const { webhooks, begin } = await announced();
  webhooks.world.answer = down;
  await webhooks.runUntil(begin + 30 * 24 * hourMs);
  expect(only(webhooks)).toMatchObject({ state: 'failed', lastResult: 'ECONNREFUSED' });
  const last = (webhooks.posted.at(-1)?.at ?? 0) - begin;
  expect(last).toBeLessThanOrEqual(giveUpAfterMs);
  expect(last).toBeGreaterThan(giveUpAfterMs - 12 * hourMs);
  expect(webhooks.logged.at(-1)).toMatch(/given up$/);
  expect(webhooks.logged.join()).not.toContain('erp.example');
});

it('gives up at once what an endpoint says is gone', async () => {
  const { webhooks, begin } = await announced();
  webhooks.world.answer = () => ({ kind: 'refused', result: 'HTTP 410', isFinal: true });
  await webhooks.runUntil(begin + hourMs);
  expect(webhooks.posted).toHaveLength(1);
  expect(only(webhooks)).toMatchObject({ state: 'failed', lastResult: 'HTTP 410' });
});

it('fails what is pending for an endpoint that is no longer configured', async () => {
  const { webhooks, id } = await announced();
  const without = makeFakeWebhooks([]);
  for (const entry of webhooks.stored) without.stored.set(...entry);
  await without.run({ kind: 'attempt', id, round: 0, attempt: 1 });
  expect(without.posted).toEqual([]);
  expect(only(without)).toMatchObject({ state: 'failed' });
});

describe('a process that dies', () => {
  it('after the post has its attempt made again, under the same id', async () => {
    const { webhooks, id } = await announced();
    webhooks.world.answer = () => {
      throw new Error('killed');
    };
    const message = { kind: 'attempt', id, round: 0, attempt: 1 } as const;
    await expect(webhooks.run(message)).rejects.toThrow('killed');
    webhooks.world.answer = () => ({ kind: 'accepted', result: 'HTTP 200' });
    await webhooks.run(message, 2);
    expect(webhooks.posted.map(({ headers }) => headers['webhook-id'])).toEqual([id, id]);
    expect(only(webhooks)).toMatchObject({ state: 'delivered', attempts: 1 });
  });

  it('after the record has the next attempt planned when its message comes again', async () => {
    const { webhooks, id, begin } = await announced();
    webhooks.world.answer = down;
    await webhooks.runUntil(begin);
    expect(webhooks.waiting).toHaveLength(1);
    webhooks.waiting.length = 0;
    webhooks.clock.now += 2_000;
    await webhooks.run({ kind: 'attempt', id, round: 0, attempt: 1 }, 2);
    expect(webhooks.posted).toHaveLength(1);
    expect(webhooks.waiting).toEqual([
      { message: { kind: 'attempt', id, round: 0, attempt: 2 }, dueAt: begin + 5_000 },
    ]);
  });
});

it('ignores a message that was overtaken: of another attempt, another round, or an unknown delivery', async () => {
  const { webhooks, id, begin } = await announced();
  webhooks.world.answer = down;
  await webhooks.runUntil(begin + 6_000);
  const made = webhooks.posted.length;
  const known = webhooks.waiting.length;
  for (const message of [
    { id, round: 0, attempt: 1 },
    { id, round: 0, attempt: 9 },
    { id, round: 4, attempt: 3 },
    { id: 'whk_unknown', round: 0, attempt: 1 },
  ]) {
    await webhooks.run({ kind: 'attempt', ...message });
  }
  expect([webhooks.posted.length, webhooks.waiting.length]).toEqual([made, known]);
});

it('leaves it to the replay, if one was asked for during the post', async () => {
  const { webhooks, id, begin } = await announced();
  webhooks.world.answer = async () => {
    const request = { params: { id }, query: new URLSearchParams() };
    expect((await webhooks.handlers.replayWebhook(request as never, {} as never)).status).toBe(202);
    webhooks.world.answer = () => ({ kind: 'accepted', result: 'HTTP 200' });
    return down();
  };
  await webhooks.runUntil(begin);
  expect(webhooks.posted).toHaveLength(2);
  expect(only(webhooks)).toMatchObject({ state: 'delivered', round: 1, attempts: 1 });
  expect(webhooks.waiting).toEqual([]);
});

it('signs for each endpoint with its own secret', async () => {
  const other = { url: 'https://mail.example/in', secrets: [`whsec_${Buffer.alloc(24, 2).toString('base64')}`] };
  const { webhooks } = await announced([endpoint, other]);
  webhooks.clock.now = Date.now();
  await webhooks.runUntil(webhooks.clock.now);
  expect(webhooks.posted.map(({ url }) => url)).toEqual([endpoint.url, other.url]);
  const [first, second] = webhooks.posted;
  if (!first || !second) throw new Error('not posted');
  expect(first.headers['webhook-id']).not.toBe(second.headers['webhook-id']);
  new Webhook(endpoint.secrets[0] ?? '').verify(first.body, first.headers);
  new Webhook(other.secrets[0] ?? '').verify(second.body, second.headers);
  expect(() => new Webhook(endpoint.secrets[0] ?? '').verify(second.body, second.headers)).toThrow();
});

it('throws for a message that is none of ours, so that it becomes poison', async () => {
  const { webhooks } = await announced();
  await expect(webhooks.run({ kind: 'attempt', id: 7 })).rejects.toThrow('Message m1 is no webhook');
});
