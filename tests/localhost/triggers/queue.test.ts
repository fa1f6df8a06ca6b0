// The queue trigger against a real queue service: delivery, retries, poison, parallelism, and what user code gets to see.

import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { type QueueClient, QueueServiceClient } from '@azure/storage-queue';
import { makeBindings } from '../../../localhost/bindings/bindings';
import { makeQueueListener, type QueueListener } from '../../../localhost/triggers/queue/queue';
import { QUEUE_PUMP_TIMING } from '../../../localhost/triggers/queue/queue-pump';
import { type RunningAzurite, startAzurite } from '../../helpers/azurite';
import { countAnswers } from '../../helpers/count-answers';
import { aListenerContext, aTriggered, type TestContext, until } from './listener-context';

jest.setTimeout(30_000);

/** After a look that finds nothing the listener pauses for a minute. */
const idle = { ...QUEUE_PUMP_TIMING, minPollMs: 60_000 };

let azurite: RunningAzurite;
let service: QueueServiceClient;
let listener: QueueListener | undefined;
let queueNumber = 0;

beforeAll(async () => {
  azurite = await startAzurite();
  service = QueueServiceClient.fromConnectionString(azurite.connectionString);
});
afterEach(async () => {
  await listener?.stop();
  listener = undefined;
});
afterAll(() => azurite.stop());

const base64 = (text: string) => Buffer.from(text).toString('base64');
const textsOf = (ctx: TestContext) => ctx.runs.map((run) => run.request.trigger.string);

async function aQueue(): Promise<QueueClient> {
  queueNumber += 1;
  const queue = service.getQueueClient(`jobs-${queueNumber}`);
  await queue.create();
  return queue;
}

type Overrides = Omit<Parameters<typeof aListenerContext>[0], 'connectionString'>;

async function listenTo(queue: string, overrides: Overrides = {}, timing = QUEUE_PUMP_TIMING): Promise<TestContext> {
  const ctx = aListenerContext({ connectionString: azurite.connectionString, ...overrides });
  listener = makeQueueListener(aTriggered('queueTrigger', 'work', { queueName: queue }), ctx, timing);
  await listener.start();
  return ctx;
}

/** A listener that has found its queue empty, and pauses. */
async function anIdleListener(queue: QueueClient): Promise<TestContext> {
  const looks = countAnswers((method, path) => method === 'GET' && path.includes(`/${queue.name}/messages`));
  const ctx = await listenTo(queue.name, {}, idle);
  await until('it has looked', () => looks.count() > 0);
  looks.end();
  return ctx;
}

/** Messages still stored, visible or not, without receiving them. */
async function stored(queue: string): Promise<number> {
  return (await service.getQueueClient(queue).getProperties()).approximateMessagesCount ?? 0;
}

test('runs the function with the decoded text and deletes the message', async () => {
  const queue = await aQueue();
  await queue.sendMessage(base64('grüße'));
  const ctx = await listenTo(queue.name);
  await until('the queue is empty', async () => (await stored(queue.name)) === 0);
  expect(textsOf(ctx)).toEqual(['grüße']);
  expect(ctx.runs[0]?.request.reason).toBe(`New queue message detected on '${queue.name}'.`);
});

test('names the metadata as the genuine host does, dates as JSON with an offset', async () => {
  const queue = await aQueue();
  const sent = await queue.sendMessage(base64('m1'));
  const ctx = await listenTo(queue.name);
  await until('it ran', () => ctx.runs.length === 1);
  const metadata = ctx.runs[0]?.request.triggerMetadata ?? {};
  expect(Object.keys(metadata)).toEqual([
    'QueueTrigger',
    'DequeueCount',
    'ExpirationTime',
    'Id',
    'InsertionTime',
    'NextVisibleTime',
    'PopReceipt',
  ]);
  expect(metadata.QueueTrigger).toEqual({ string: 'm1' });
  expect(metadata.DequeueCount).toEqual({ json: '1' });
  expect(metadata.Id).toEqual({ string: sent.messageId });
  expect(metadata.InsertionTime?.json).toMatch(/^"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00"$/);
});

test('adds the properties of a JSON message to the metadata, replacing built-in names in any case', async () => {
  const queue = await aQueue();
  await queue.sendMessage(
    base64(JSON.stringify({ id: 'order-7', a: 1, ok: true, deep: { b: 2 }, list: [1], no: null })),
  );
  const ctx = await listenTo(queue.name);
  await until('it ran', () => ctx.runs.length === 1);
  const { triggerMetadata, bindingData } = ctx.runs[0]?.request ?? {};
  expect(triggerMetadata).toMatchObject({
    Id: { string: 'order-7' },
    a: { string: '1' },
    ok: { string: 'True' },
    deep: { json: '{"b":2}' },
  });
  expect(triggerMetadata).not.toHaveProperty('id');
  expect(triggerMetadata).not.toHaveProperty('list');
  expect(triggerMetadata).not.toHaveProperty('no');
  expect(bindingData).toMatchObject({ Id: 'order-7', DequeueCount: 1, deep: { b: 2 } });
});

test('delivers a failing message five times, counting, and then moves its text to the poison queue', async () => {
  const queue = await aQueue();
  await queue.sendMessage(base64('poison'));
  const ctx = await listenTo(queue.name, {
    handler: () => {
      throw new Error('poisoned');
    },
  });
  await until('it is gone', async () => ctx.runs.length === 5 && (await stored(queue.name)) === 0);
  expect(ctx.runs.map((run) => run.request.triggerMetadata?.DequeueCount?.json)).toEqual(['1', '2', '3', '4', '5']);
  const poison = await service.getQueueClient(`${queue.name}-poison`).receiveMessages();
  expect(poison.receivedMessageItems.map((message) => message.messageText)).toEqual([base64('poison')]);
});

test('keeps a failed message back for the visibility timeout of host.json', async () => {
  const queue = await aQueue();
  await queue.sendMessage(base64('later'));
  const begun: number[] = [];
  await listenTo(queue.name, {
    queues: { visibilityTimeoutMs: 2000 },
    handler: () => {
      begun.push(Date.now());
      if (begun.length === 1) throw new Error('not yet');
    },
  });
  await until('it was tried again', () => begun.length === 2);
  expect((begun[1] ?? 0) - (begun[0] ?? 0)).toBeGreaterThan(1500);
});

test('moves a message that was received too often to the poison queue without running the function', async () => {
  const queue = await aQueue();
  await queue.sendMessage(base64('crashed its host'));
  for (let i = 0; i < 5; i += 1) {
    const [message] = (await queue.receiveMessages()).receivedMessageItems;
    await queue.updateMessage(message?.messageId ?? '', message?.popReceipt ?? '', undefined, 0);
  }
  const ctx = await listenTo(queue.name);
  await until('it is gone', async () => (await stored(queue.name)) === 0);
  expect(ctx.runs).toEqual([]);
  expect(await stored(`${queue.name}-poison`)).toBe(1);
});

test('moves a message that is not Base64 to the poison queue as it is, and says why', async () => {
  const queue = await aQueue();
  await queue.sendMessage('plain text');
  const ctx = await listenTo(queue.name);
  await until('it is gone', async () => (await stored(queue.name)) === 0);
  expect(ctx.runs).toEqual([]);
  const [moved] = (await service.getQueueClient(`${queue.name}-poison`).receiveMessages()).receivedMessageItems;
  expect(moved?.messageText).toBe('plain text');
  expect(ctx.logged.join()).toContain('not Base64');
});

test('reads plain text when host.json says that messages are not encoded', async () => {
  const queue = await aQueue();
  await queue.sendMessage('plain <text>');
  const ctx = await listenTo(queue.name, { queues: { messageEncoding: 'none' } });
  await until('it ran', () => ctx.runs.length === 1);
  expect(textsOf(ctx)).toEqual(['plain <text>']);
});

test('a failed message of a poison queue stays there for ten minutes more, and makes no second poison queue', async () => {
  const queue = service.getQueueClient('orphans-poison');
  await queue.create();
  await queue.sendMessage(base64('again'));
  const fail = () => {
    throw new Error('no');
  };
  const timing = { ...QUEUE_PUMP_TIMING, visibilityMs: 1000 };
  const ctx = await listenTo(queue.name, { queues: { maxDequeueCount: 1 }, handler: fail }, timing);
  await until('it ran', () => ctx.runs.length === 1);
  await listener?.stop();
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(await stored(queue.name)).toBe(1);
  expect((await queue.receiveMessages()).receivedMessageItems).toEqual([]);
  await expect(service.getQueueClient('orphans-poison-poison').getProperties()).rejects.toThrow();
});

test('runs at most batchSize + newBatchThreshold messages at a time', async () => {
  const queue = await aQueue();
  for (let i = 0; i < 12; i += 1) await queue.sendMessage(base64(`m${i}`));
  let running = 0;
  let most = 0;
  const ctx = await listenTo(queue.name, {
    queues: { batchSize: 2, newBatchThreshold: 1 },
    async handler() {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 60));
      running -= 1;
    },
  });
  await until('all ran', () => ctx.runs.length === 12);
  expect(most).toBeGreaterThan(1);
  expect(most).toBeLessThanOrEqual(3);
});

test('renews the visibility while the function runs, so that a long run is not repeated', async () => {
  const queue = await aQueue();
  await queue.sendMessage(base64('long'));
  const timing = { minPollMs: 100, visibilityMs: 1000, renewEveryMs: 400, minRenewMs: 100 };
  const wait = () => new Promise((resolve) => setTimeout(resolve, 3000));
  const ctx = await listenTo(queue.name, { queues: { maxPollingIntervalMs: 200 }, handler: wait }, timing);
  await until('the queue is empty', async () => (await stored(queue.name)) === 0);
  expect(ctx.runs).toHaveLength(1);
});

test('a message that reappears while its function still runs is not run a second time', async () => {
  const queue = await aQueue();
  await queue.sendMessage(base64('breakpoint'));
  const timing = { minPollMs: 100, visibilityMs: 1000, renewEveryMs: 60_000, minRenewMs: 60_000 };
  const wait = () => new Promise((resolve) => setTimeout(resolve, 3000));
  const ctx = await listenTo(queue.name, { queues: { maxPollingIntervalMs: 200 }, handler: wait }, timing);
  await until('the queue is empty', async () => (await stored(queue.name)) === 0);
  expect(ctx.runs).toHaveLength(1);
});

test('what a killed host had in work is delivered again as soon as it is visible, though the queue looked idle', async () => {
  const queue = await aQueue();
  await queue.sendMessage(base64('left over'));
  await queue.receiveMessages({ visibilityTimeout: 3 });
  const startedAt = Date.now();
  const ctx = await listenTo(queue.name, {}, { ...QUEUE_PUMP_TIMING, visibilityMs: 3000 });
  await until('it ran', () => ctx.runs.length === 1);
  expect(Date.now() - startedAt).toBeLessThan(4500);
});

test('waits for a queue that does not exist, without creating it, and reads it once it does', async () => {
  const ctx = await listenTo('not-there-yet', { queues: { maxPollingIntervalMs: 200 } });
  await new Promise((resolve) => setTimeout(resolve, 400));
  await expect(service.getQueueClient('not-there-yet').getProperties()).rejects.toThrow();
  const queue = service.getQueueClient('not-there-yet');
  await queue.create();
  await queue.sendMessage(base64('first'));
  await until('it ran', () => ctx.runs.length === 1);
  expect(ctx.logged).toEqual([]);
});

test('an output binding of the same process wakes an idle listener at once', async () => {
  const queue = await aQueue();
  const ctx = await anIdleListener(queue);
  const bindings = makeBindings({ ...ctx, queueSent: (name) => listener?.notify(name) });
  const output = { type: 'queue', name: 'out', direction: 'out' as const, queueName: '{where}' };
  const sentAt = Date.now();
  await bindings.applyOutput(output, { json: '["a",{"b":1}]' }, { where: queue.name });
  await until('both ran', () => ctx.runs.length === 2);
  expect(Date.now() - sentAt).toBeLessThan(900);
  expect(textsOf(ctx)).toEqual(['a', '{\n  "b": 1\n}']);
});

test('a message that user code sends with an SDK client wakes an idle listener at once', async () => {
  const queue = await aQueue();
  const ctx = await anIdleListener(queue);
  const sentAt = Date.now();
  await queue.sendMessage(base64('unannounced'));
  await until('it ran', () => ctx.runs.length === 1);
  expect(Date.now() - sentAt).toBeLessThan(900);
});

test('stop waits for the running invocation and takes up no further message', async () => {
  const queue = await aQueue();
  await queue.sendMessage(base64('running'));
  let finished = false;
  const ctx = await listenTo(queue.name, {
    async handler() {
      await new Promise((resolve) => setTimeout(resolve, 400));
      finished = true;
    },
  });
  await until('it runs', () => ctx.runs.length === 1);
  await listener?.stop();
  expect(finished).toBe(true);
  await queue.sendMessage(base64('too late'));
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(textsOf(ctx)).toEqual(['running']);
});

test('takes the queue name from a setting, in lower case', async () => {
  const queue = await aQueue();
  await queue.sendMessage(base64('named'));
  const ctx = await listenTo('%QUEUE%', { settings: { QUEUE: queue.name.toUpperCase() } });
  await until('it ran', () => ctx.runs.length === 1);
});

test('an unreachable queue service is reported once per outage, not at every poll', async () => {
  const queue = await aQueue();
  const [, endpoint = ''] = /QueueEndpoint=([^;]+)/.exec(azurite.connectionString) ?? [];
  let attempts = 0;
  const deaf = createServer((socket) => {
    attempts += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => deaf.listen(0, '127.0.0.1', resolve));
  const { port } = deaf.address() as AddressInfo;
  const unreachable = azurite.connectionString.replace(endpoint, `http://127.0.0.1:${port}/devstoreaccount1`);
  const ctx = aListenerContext({ connectionString: unreachable, queues: { maxPollingIntervalMs: 200 } });
  listener = makeQueueListener(aTriggered('queueTrigger', 'work', { queueName: queue.name }), ctx);
  await listener.start();
  // Each poll tries three times.
  await until('it has polled twice and begun again', () => attempts > 2 * 3);
  deaf.close();
  expect(ctx.logged.filter((line) => line.includes('Cannot read queue'))).toHaveLength(1);
});
