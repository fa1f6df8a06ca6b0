// The blob trigger against a real blob service: discovery, receipts across restarts, retries, poison, and Event Grid mode.

import { request } from 'node:http';
import { BlobSASPermissions, BlobServiceClient, type ContainerClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import { makeBindings } from '../../../localhost/bindings/bindings';
import { type BlobListeners, makeBlobListeners } from '../../../localhost/triggers/blob/blob';
import { makeBlobListing } from '../../../localhost/triggers/blob/blob-listing';
import { type RunningAzurite, startAzurite } from '../../helpers/azurite';
import { countAnswers } from '../../helpers/count-answers';
import { aListenerContext, aTriggered, type TestContext, until } from './listener-context';

jest.setTimeout(30_000);

let azurite: RunningAzurite;
let blobs: BlobServiceClient;
let queues: QueueServiceClient;
let listeners: BlobListeners | undefined;
let containerNumber = 0;

beforeAll(async () => {
  azurite = await startAzurite();
  blobs = BlobServiceClient.fromConnectionString(azurite.connectionString);
  queues = QueueServiceClient.fromConnectionString(azurite.connectionString);
});
afterEach(async () => {
  await listeners?.stop();
  listeners = undefined;
});
afterAll(() => azurite.stop());

async function aContainer(): Promise<ContainerClient> {
  containerNumber += 1;
  const container = blobs.getContainerClient(`in-${containerNumber}`);
  await container.create();
  return container;
}

type Overrides = Partial<Parameters<typeof aListenerContext>[0]>;

async function listen(
  paths: (string | { path: string; source: string })[],
  overrides: Overrides = {},
): Promise<TestContext> {
  // A host id of its own, unless the test wants to come back as the same host.
  const hostId = `host${containerNumber}`;
  const ctx = aListenerContext({ connectionString: azurite.connectionString, hostId, ...overrides });
  const options = paths.map((each) => (typeof each === 'string' ? { path: each } : each));
  const fns = options.map((option, index) => aTriggered('blobTrigger', `fn${index}`, option));
  listeners = makeBlobListeners(fns, ctx);
  await listeners.start();
  return ctx;
}

/** From "another process": the host does not see the request and has to find the blob. */
async function uploadUnseen(container: ContainerClient, name: string, content: string): Promise<void> {
  const sas = await container.getBlockBlobClient(name).generateSasUrl({
    permissions: BlobSASPermissions.parse('cw'),
    expiresOn: new Date(Date.now() + 60_000),
  });
  const headers = { 'x-ms-blob-type': 'BlockBlob' };
  const response = await fetch(sas, { method: 'PUT', headers, body: content });
  if (!response.ok) throw new Error(`Upload failed: ${response.status} ${await response.text()}`);
}

const blobsOf = (ctx: TestContext) => ctx.runs.map((run) => run.request.triggerMetadata?.BlobTrigger?.string);

/** Waits until the container has been looked through after this moment, and what was found there has been handed over. */
async function scanned(ctx: TestContext, container: ContainerClient): Promise<void> {
  const isListing = (_method: string, path: string) =>
    path.includes(`/${container.containerName}?`) && path.includes('comp=list');
  const listings = countAnswers(isListing);
  // The first may be under way already; the third begins when the second was gone through.
  await until('three listings have ended', () => {
    listeners?.blobWritten(container.containerName);
    return listings.count() >= 3;
  });
  listings.end();
  await until('no blob waits for its function', async () => (await messagesWaiting(ctx)) === 0);
}

async function messagesWaiting({ hostId }: TestContext): Promise<number> {
  const queue = queues.getQueueClient(`azure-webjobs-blobtrigger-${hostId}`);
  return (await queue.exists()) ? ((await queue.getProperties()).approximateMessagesCount ?? 0) : 0;
}

/** Storage keeps times in whole seconds: what comes after this has a later one. */
const nextSecond = () => new Promise((resolve) => setTimeout(resolve, 1010 - (Date.now() % 1000)));

test('runs the function with the bytes of a blob that was there before the first start', async () => {
  const container = await aContainer();
  await container.getBlockBlobClient('d1/ünï code.txt').upload('hello', 5, { metadata: { k: 'v' } });
  const ctx = await listen([`${container.containerName}/{dir}/{name}.{ext}`]);
  await until('it ran', () => ctx.runs.length === 1);
  const { trigger, triggerMetadata, bindingData, reason } = ctx.runs[0]?.request ?? {};
  expect(Buffer.from(trigger?.bytes ?? []).toString()).toBe('hello');
  expect(triggerMetadata).toMatchObject({
    BlobTrigger: { string: `${container.containerName}/d1/ünï code.txt` },
    Uri: { json: JSON.stringify(`${container.url}/d1/%C3%BCn%C3%AF%20code.txt`) },
    Metadata: { json: '{"k":"v"}' },
    dir: { string: 'd1' },
    name: { string: 'ünï code' },
    ext: { string: 'txt' },
  });
  expect(JSON.parse(triggerMetadata?.Properties?.json ?? '')).toMatchObject({ ContentLength: 5, BlobType: 0 });
  expect(bindingData).toMatchObject({ name: 'ünï code', Metadata: { k: 'v' } });
  expect(reason).toBe(`New blob detected(LogsAndContainerScan): ${container.containerName}/d1/ünï code.txt`);
});

test('finds within about a second what another process writes', async () => {
  const container = await aContainer();
  const ctx = await listen([container.containerName]);
  await scanned(ctx, container);
  const writtenAt = Date.now();
  await uploadUnseen(container, 'new.txt', 'x');
  await until('it ran', () => ctx.runs.length === 1);
  expect(Date.now() - writtenAt).toBeLessThan(2000);
});

test('looks at once when this process writes a blob itself, by SDK client or output binding', async () => {
  const container = await aContainer();
  const ctx = await listen([container.containerName]);
  const bindings = makeBindings({ ...ctx, blobWritten: (name) => listeners?.blobWritten(name) });
  const output = { type: 'blob', name: 'out', direction: 'out' as const, path: `${container.containerName}/{name}` };
  await scanned(ctx, container);
  const begunAt = Date.now();
  for (let i = 1; i <= 6; i += 1) {
    if (i % 2 === 0) await bindings.applyOutput(output, { string: 'x' }, { name: `${i}` });
    else await container.getBlockBlobClient(`${i}`).upload('x', 1);
    await until(`blob ${i} ran`, () => ctx.runs.length === i);
  }
  // By scans alone, a second apart, it would be more than five.
  expect(Date.now() - begunAt).toBeLessThan(4000);
});

test('runs once per version: again after an overwrite, not again after a restart', async () => {
  const container = await aContainer();
  await container.getBlockBlobClient('a.txt').upload('1', 1);
  const first = await listen([container.containerName]);
  await until('version 1 ran', () => first.runs.length === 1);
  await container.getBlockBlobClient('a.txt').upload('2', 1);
  await until('version 2 ran', () => first.runs.length === 2);
  await scanned(first, container);
  await listeners?.stop();
  await container.getBlockBlobClient('while-down.txt').upload('3', 1);
  const second = await listen([container.containerName]);
  await until('the missed blob ran', () => second.runs.length === 1);
  await scanned(second, container);
  expect(first.runs).toHaveLength(2);
  expect(blobsOf(second)).toEqual([`${container.containerName}/while-down.txt`]);
});

test('finds a blob whose slow upload began before a newer one was seen', async () => {
  const container = await aContainer();
  const ctx = await listen([container.containerName]);
  const sas = await container.getBlockBlobClient('slow.bin').generateSasUrl({
    permissions: BlobSASPermissions.parse('cw'),
    expiresOn: new Date(Date.now() + 60_000),
  });
  const headers = { 'x-ms-blob-type': 'BlockBlob', 'content-length': '2' };
  const slow = request(sas, { method: 'PUT', headers });
  slow.write('a');
  await new Promise((resolve) => setTimeout(resolve, 1500));
  await container.getBlockBlobClient('quick.txt').upload('x', 1);
  await until('the quick one ran', () => ctx.runs.length === 1);
  await scanned(ctx, container);
  slow.end('b');
  await until('the slow one ran', () => ctx.runs.length === 2);
  expect(blobsOf(ctx).map((path) => path?.split('/')[1])).toEqual(['quick.txt', 'slow.bin']);
});

test('keeps receipts and position where the genuine host keeps them', async () => {
  const container = await aContainer();
  const blob = container.getBlockBlobClient('a.txt');
  const { etag, lastModified } = await blob.upload('1', 1);
  const ctx = await listen([container.containerName]);
  await until('it ran', () => ctx.runs.length === 1);
  await scanned(ctx, container);
  const hosts = blobs.getContainerClient('azure-webjobs-hosts');
  const receipt = hosts.getBlobClient(
    `blobreceipts/${ctx.hostId}/Host.Functions.fn0/"${etag?.replaceAll('"', '')}"/${container.containerName}/a.txt`,
  );
  const { metadata, contentLength } = await receipt.getProperties();
  expect({ metadata, contentLength }).toEqual({ metadata: {}, contentLength: 0 });
  const info = hosts.getBlobClient(`blobscaninfo/${ctx.hostId}/devstoreaccount1/${container.containerName}/scanInfo`);
  const position = JSON.parse((await info.downloadToBuffer()).toString()) as { LatestScan: string };
  // Five minutes behind the newest blob, for uploads that are still under way.
  expect(Date.parse(position.LatestScan)).toBe((lastModified?.getTime() ?? 0) - 300_001);
});

test('finds every blob of a container that is listed in several pages, with odd names too', async () => {
  const container = await aContainer();
  const names = ["a b/ü&<>'.txt", 'percent%20', 'emoji😀', 'plain'];
  for (const name of names) await container.getBlockBlobClient(name).upload('x', 1);
  const pageOfTwo = makeBlobListing(container, 2);
  const listed = await pageOfTwo.list();
  expect(listed === 'unchanged' ? [] : listed.map(({ name }) => name).sort()).toEqual([...names].sort());
  expect(await pageOfTwo.list()).toBe('unchanged');
  await container.getBlockBlobClient('plain').upload('y', 1);
  expect(await pageOfTwo.list()).toHaveLength(4);
  const ctx = await listen([container.containerName]);
  await until('all ran', () => ctx.runs.length === 4);
  expect(blobsOf(ctx).sort()).toEqual(names.map((name) => `${container.containerName}/${name}`).sort());
});

test('waits for a container that does not exist yet', async () => {
  const container = blobs.getContainerClient('comes-later');
  const ctx = await listen([container.containerName]);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(await container.exists()).toBe(false);
  await container.create();
  await container.getBlockBlobClient('first').upload('x', 1);
  await until('it ran', () => ctx.runs.length === 1);
  expect(ctx.logged).toEqual([]);
});

test('announces a blob to every function whose path fits it, and to no other', async () => {
  const container = await aContainer();
  const name = container.containerName;
  await container.getBlockBlobClient('p/one.csv').upload('1', 1);
  const ctx = await listen([`${name}/{all}`, `${name}/p/{file}.csv`, `${name}/{file}.json`]);
  await until('both ran', () => ctx.runs.length === 2);
  await scanned(ctx, container);
  expect(ctx.runs.map((run) => run.function).sort()).toEqual(['fn0', 'fn1']);
});

test('delivers a failing blob five times and then puts its message on the poison queue', async () => {
  const container = await aContainer();
  await container.getBlockBlobClient('bad.txt').upload('1', 1);
  const ctx = await listen([container.containerName], {
    handler: () => {
      throw new Error('cannot');
    },
  });
  const poison = queues.getQueueClient('webjobs-blobtrigger-poison');
  await until(
    'it is poison',
    async () => (await poison.exists()) && (await poison.peekMessages()).peekedMessageItems[0],
  );
  expect(ctx.runs).toHaveLength(5);
  const [message] = (await poison.receiveMessages()).receivedMessageItems;
  expect(JSON.parse(Buffer.from(message?.messageText ?? '', 'base64').toString())).toMatchObject({
    Type: 'BlobTrigger',
    FunctionId: 'Host.Functions.fn0',
    BlobType: 'BlockBlob',
    ContainerName: container.containerName,
    BlobName: 'bad.txt',
    ETag: expect.stringMatching(/^"0x[0-9A-F]+"$/),
  });
});

test('drops a message whose blob was deleted, and one of a function that is no more', async () => {
  const container = await aContainer();
  const ctx = await listen([container.containerName]);
  const queue = queues.getQueueClient(`azure-webjobs-blobtrigger-${ctx.hostId}`);
  await queue.createIfNotExists();
  for (const FunctionId of ['Host.Functions.fn0', 'Host.Functions.gone']) {
    const message = { Type: 'BlobTrigger', FunctionId, BlobType: 'BlockBlob', ContainerName: container.containerName };
    await queue.sendMessage(
      Buffer.from(JSON.stringify({ ...message, BlobName: 'x', ETag: '"0x1"' })).toString('base64'),
    );
  }
  await until('both are gone', async () => (await queue.getProperties()).approximateMessagesCount === 0, 30_000);
  expect(ctx.runs).toEqual([]);
});

test('runs the version that is there when its message is of an older one, and only once', async () => {
  const container = await aContainer();
  await container.getBlockBlobClient('a.txt').upload('new', 3);
  const ctx = await listen([container.containerName]);
  await until('it ran', () => ctx.runs.length === 1);
  const queue = queues.getQueueClient(`azure-webjobs-blobtrigger-${ctx.hostId}`);
  const stale = {
    Type: 'BlobTrigger',
    FunctionId: 'Host.Functions.fn0',
    BlobType: 'BlockBlob',
    ContainerName: container.containerName,
    BlobName: 'a.txt',
    ETag: '"0x0"',
  };
  await queue.sendMessage(Buffer.from(JSON.stringify(stale)).toString('base64'));
  await until('it is gone', async () => (await queue.getProperties()).approximateMessagesCount === 0);
  expect(ctx.runs).toHaveLength(1);
});

describe('with source EventGrid', () => {
  const eventGrid = (container: ContainerClient) => [
    { path: `${container.containerName}/{name}`, source: 'EventGrid' },
  ];

  test('announces what is written from now on, not what was there before', async () => {
    const container = await aContainer();
    await container.getBlockBlobClient('old.txt').upload('1', 1);
    await nextSecond();
    const ctx = await listen(eventGrid(container));
    await scanned(ctx, container);
    await uploadUnseen(container, 'new.txt', 'x');
    await until('it ran', () => ctx.runs.length === 1);
    await scanned(ctx, container);
    expect(blobsOf(ctx)).toEqual([`${container.containerName}/new.txt`]);
    expect(ctx.runs[0]?.request.reason).toContain('(EventGrid)');
  });

  test('announces after a restart what was written meanwhile, and nothing twice', async () => {
    const container = await aContainer();
    const first = await listen(eventGrid(container));
    await uploadUnseen(container, 'a.txt', '1');
    await until('a.txt ran', () => first.runs.length === 1);
    await listeners?.stop();
    await uploadUnseen(container, 'b.txt', '1');
    const second = await listen(eventGrid(container));
    await until('b.txt ran', () => second.runs.length === 1);
    await scanned(second, container);
    expect(blobsOf(second)).toEqual([`${container.containerName}/b.txt`]);
  });

  test('runs the function for every notification that comes in from outside', async () => {
    const container = await aContainer();
    const blob = container.getBlockBlobClient('dir/é.txt');
    await blob.upload('1', 1);
    await nextSecond();
    const ctx = await listen(eventGrid(container));
    const event = { data: { url: blob.url, eTag: '0x8D', blobType: 'BlockBlob' } };
    const request = {
      query: new URLSearchParams({ functionName: 'Host.Functions.fn0' }),
      headers: { 'aeg-event-type': 'Notification' },
      body: Buffer.from(JSON.stringify([event, event])),
    };
    expect(await listeners?.webhook(request)).toEqual({ status: 202 });
    await until('both ran', () => ctx.runs.length === 2);
    expect(blobsOf(ctx)).toEqual(Array(2).fill(`${container.containerName}/dir/é.txt`));
  });
});
