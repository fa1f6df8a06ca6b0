// Storage is away for 15 seconds while pictures are rendered, with the local host's queue trigger as host.json sets it:
// every picture is ready afterwards, and none is left to people.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseHostJson } from '../../../localhost/config/host-json';
import { makeQueueListener, type QueueListener } from '../../../localhost/triggers/queue/queue';
import { makeQueuePictureJobs } from '../../../src/adapters/storage/queue-picture-jobs';
import { type RunningAzurite, startAzurite } from '../../helpers/azurite';
import { makeJpeg } from '../../helpers/jpeg';
import { makeImpatientStorage, makePictureFlow, makeQuickEngine, makeRoom } from '../../helpers/picture-flow';
import { aContext } from '../../helpers/picture-studio';
import { type StorageProxy, type StorageService, startStorageProxy } from '../../helpers/storage-proxy';
import { aListenerContext, aTriggered, until } from '../../localhost/triggers/listener-context';

jest.setTimeout(120_000);

const awayMs = 15_000;
const hostJson = parseHostJson(JSON.parse(readFileSync(join(__dirname, '../../../host.json'), 'utf8')), {});

let azurite: RunningAzurite;
let proxy: StorageProxy;
const listeners: QueueListener[] = [];
beforeAll(async () => {
  azurite = await startAzurite();
  proxy = await startStorageProxy(azurite.connectionString);
  await makeRoom(azurite.connectionString);
});
afterEach(async () => {
  for (const listener of listeners.splice(0)) await listener.stop();
});
afterAll(async () => {
  await proxy.close();
  await azurite.stop();
});

async function listen(queueName: string, handle: (message: unknown) => Promise<void>): Promise<void> {
  const ctx = aListenerContext({
    connectionString: proxy.connectionString,
    queues: hostJson.queues,
    handler: ({ trigger }) => handle(JSON.parse(String(trigger.string))),
  });
  const listener = makeQueueListener(aTriggered('queueTrigger', queueName, { queueName }), ctx);
  listeners.push(listener);
  await listener.start();
}

test.each<[string, StorageService[]]>([
  ['blobs and tables', ['Blob', 'Table']],
  ['all of storage', ['Blob', 'Table', 'Queue']],
])('an outage of 15 s of %s leaves no picture to people', async (_what, away) => {
  const storage = makeImpatientStorage(proxy.connectionString);
  const flow = await makePictureFlow(storage, makeQuickEngine(), makeQueuePictureJobs(storage));
  const photo = await makeJpeg({ width: 30, height: 40 });
  const names = await Promise.all([1, 2, 3].map(() => flow.uploaded(photo)));
  for (const name of names) await flow.event(name);

  proxy.refuse((service) => away.includes(service));
  await listen('picture-jobs', (message) => flow.handlers.renderPicture(message, aContext().context));
  await listen('picture-jobs-poison', (message) => flow.handlers.pictureJobPoisoned(message, aContext().context));
  await new Promise((resolve) => setTimeout(resolve, awayMs));
  expect(proxy.refused()).toBeGreaterThan(0);
  proxy.refuse(() => false);

  const states = async () => (await Promise.all(names.map((name) => flow.record(name)))).map((found) => found?.state);
  await until('every picture has ended', async () => !(await states()).includes('processing'), 40_000);
  expect(await states()).toEqual(['ready', 'ready', 'ready']);
  expect(await flow.waiting('picture-jobs-parked')).toBe(0);
});
