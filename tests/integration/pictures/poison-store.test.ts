// Poison messages in real storage queues: as the host moves them, as the app parks them, and malformed ones.

import { QueueServiceClient } from '@azure/storage-queue';
import { makeCarrierMessages } from '../../../src/adapters/sandbox/sandbox-carrier-reports';
import { makeQueueParkedJobs } from '../../../src/adapters/storage/queue-picture-jobs';
import { makeQueuePoisonStore } from '../../../src/adapters/storage/queue-poison-store';
import { makeQueueSender } from '../../../src/adapters/storage/queue-sender';
import { makeStorage, type Storage } from '../../../src/adapters/storage/storage';
import { type RunningAzurite, startAzurite } from '../../helpers/azurite';

let azurite: RunningAzurite;
let storage: Storage;
beforeAll(async () => {
  azurite = await startAzurite();
  storage = makeStorage({ connectionString: azurite.connectionString });
});
afterAll(() => azurite.stop());

const store = () => makeQueuePoisonStore(storage, ['picture-jobs-parked', 'picture-jobs-poison']);
beforeEach(async () => {
  for (const name of ['picture-jobs-parked', 'picture-jobs-poison']) await (await storage.queue(name)).clearMessages();
});

test('messages are listed from both queues, oldest first, with the reason of parked ones', async () => {
  await makeQueueSender(storage, 'picture-jobs-poison').send('left by the host');
  await makeQueueParkedJobs(storage).park('the message', 'why');
  const { count, oldest } = await store().peek();
  expect(count).toBe(2);
  expect(oldest.map(({ text, reason }) => [text, reason]).sort()).toEqual([
    ['left by the host', undefined],
    ['the message', 'why'],
  ]);
  expect(oldest.every(({ insertedAt }) => Date.now() - insertedAt.getTime() < 60_000)).toBe(true);
});

test('a message that is not Base64 is shown unchanged', async () => {
  await (await storage.queue('picture-jobs-poison')).sendMessage('{"no": "Base64"}');
  expect((await store().peek()).oldest.map(({ text }) => text)).toEqual(['{"no": "Base64"}']);
});

test('a message longer than any job is parked truncated', async () => {
  await makeQueueParkedJobs(storage).park('"'.repeat(48_000), 'x'.repeat(48_000));
  const [parked] = (await store().peek()).oldest;
  expect([parked?.text.length, parked?.reason?.length]).toEqual([8_000, 1_000]);
});

test('a received message is invisible until it is put back, and gone once it is removed', async () => {
  const send = makeQueueSender(storage, 'picture-jobs-poison').send;
  await send('first');
  await send('second');
  const taken = await store().take(10);
  expect(taken.map(({ text }) => text).sort()).toEqual(['first', 'second']);
  expect(await store().take(10)).toEqual([]);
  for (const message of taken) await (message.text === 'first' ? message.remove() : message.putBack());
  expect((await store().take(10)).map(({ text }) => text)).toEqual(['second']);
});

test('removing a message that another process has received has no effect', async () => {
  await makeQueueSender(storage, 'picture-jobs-poison').send('only');
  const [first] = await store().take(1);
  await first?.putBack();
  const [second] = await store().take(1);
  await first?.remove();
  expect((await store().peek()).count).toBe(1);
  await second?.remove();
  await second?.remove();
  expect((await store().peek()).count).toBe(0);
});

test('a queue that does not exist yet is empty', async () => {
  const queues = QueueServiceClient.fromConnectionString(azurite.connectionString);
  const withoutMaking = { ...storage, queue: async (name: string) => queues.getQueueClient(name) };
  const nowhere = makeQueuePoisonStore(withoutMaking, ['never-made-poison']);
  expect([await nowhere.peek(), await nowhere.take(1)]).toEqual([{ count: 0, oldest: [] }, []]);
});

test("a carrier's report returns to its queue unchanged", async () => {
  const messages = makeCarrierMessages(storage);
  const report = { orderId: 'ord_1', reference: 'ord_1:north', shipmentId: 'shp_1', event: 'dispatched' };
  expect(messages.describe(JSON.stringify(report))).toEqual({ ok: true, value: report });
  expect(messages.describe('{}').ok).toBe(false);
  expect(messages.describe('lost').ok).toBe(false);
  expect(await messages.replay(JSON.stringify(report))).toBe('sent');
  const { receivedMessageItems } = await (await storage.queue('carrier-reports')).receiveMessages();
  const [received] = receivedMessageItems.map(({ messageText }) => Buffer.from(messageText, 'base64').toString());
  expect(JSON.parse(received ?? '')).toEqual(report);
});
