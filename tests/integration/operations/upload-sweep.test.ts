// The sweeps over uploads on a real storage service: what they find, and what a run costs when there is nothing to find.

import { SWEEP_LISTINGS } from '../../../scripts/cost/idle-groups';
import { type RecordedRequest, startCountingProxy } from '../../../scripts/count/counting-proxy';
import { makeBlobCatalog } from '../../../src/adapters/storage/blob-catalog';
import { makeBlobCatalogUploads, makeBlobImportReports } from '../../../src/adapters/storage/blob-catalog-imports';
import { makeBlobDeadLetters } from '../../../src/adapters/storage/blob-dead-letters';
import { makeBlobSources } from '../../../src/adapters/storage/blob-pictures';
import { makeQueuePictureJobs } from '../../../src/adapters/storage/queue-picture-jobs';
import { makeStorage, type Storage } from '../../../src/adapters/storage/storage';
import { makeTableOpenTickets } from '../../../src/adapters/storage/table-open-tickets';
import { makeTablePictureRecords } from '../../../src/adapters/storage/table-pictures';
import { makeImportCatalog } from '../../../src/catalog/import-catalog';
import { makeSweepCatalogFiles } from '../../../src/catalog/sweep-catalog-files';
import { makeUploadEvents } from '../../../src/compose/poison-queues';
import { makeSweepDeadLetters } from '../../../src/operations/dead-letters';
import { sourceBlobName } from '../../../src/pictures/picture';
import { makeRegisterUpload } from '../../../src/pictures/register-upload';
import { makeSweepUploads } from '../../../src/pictures/sweep-uploads';
import { newId } from '../../../src/shared/ids';
import { type RunningAzurite, startAzurite } from '../../helpers/azurite';
import { aCatalog, aProduct } from '../../helpers/catalog';

let azurite: RunningAzurite;
beforeEach(async () => {
  azurite = await startAzurite();
});
afterEach(() => azurite.stop());

/** The sweeps as the app composes them; `minutes` is how far its clock is ahead. */
function theSweeps(storage: Storage, minutes: number) {
  const now = () => new Date(Date.now() + minutes * 60_000);
  const [records, sources, jobs] = [
    makeTablePictureRecords(storage),
    makeBlobSources(storage),
    makeQueuePictureJobs(storage),
  ];
  const [uploads, reports] = [makeBlobCatalogUploads(storage), makeBlobImportReports(storage)];
  const importCatalog = makeImportCatalog({ uploads, reports, store: makeBlobCatalog(storage), now });
  const registerUpload = makeRegisterUpload({ sources, records, now });
  const events = makeUploadEvents({ records, jobs, registerUpload, importCatalog, now });
  return [
    makeSweepDeadLetters(makeBlobDeadLetters(storage), {
      uploads: events.pictureUploaded,
      'catalog-uploads': events.catalogUploaded,
    }),
    makeSweepUploads({ tickets: makeTableOpenTickets(storage), records, sources, jobs, now }),
    makeSweepCatalogFiles({ uploads, reports, importCatalog, now }),
  ];
}

async function run(storage: Storage, minutes = 0): Promise<string[]> {
  const handled: string[] = [];
  for (const sweep of theSweeps(storage, minutes)) {
    const report = await sweep();
    expect(report.failed).toEqual([]);
    handled.push(...report.handled);
  }
  return handled;
}

async function aTicket(storage: Storage, issuedAt = new Date()) {
  const name = { sku: 'oak', pictureId: newId('pic') };
  await makeTableOpenTickets(storage).open({ ...name, issuedAt });
  const record = { ...name, updatedAt: issuedAt.toISOString(), state: 'awaitingUpload' as const };
  await makeTablePictureRecords(storage).change(name, () => record);
  return name;
}

async function put(storage: Storage, container: string, blob: string, content: string): Promise<void> {
  await (await storage.container(container)).getBlockBlobClient(blob).uploadData(Buffer.from(content));
}

async function messages(storage: Storage): Promise<unknown[]> {
  const queue = await storage.queue('picture-jobs');
  const { receivedMessageItems } = await queue.receiveMessages({ numberOfMessages: 32, visibilityTimeout: 1 });
  return receivedMessageItems.map(({ messageText }) => JSON.parse(Buffer.from(messageText, 'base64').toString()));
}

const deadLetter = (container: string, blob: string) =>
  JSON.stringify([
    {
      subject: `/blobServices/default/containers/${container}/blobs/${blob}`,
      eventType: 'Microsoft.Storage.BlobCreated',
      deadLetterReason: 'Unauthorized',
    },
  ]);

it('costs two listings and one query when nothing is open', async () => {
  const requests: RecordedRequest[] = [];
  let through = azurite.connectionString;
  const proxies = [];
  for (const service of ['blob', 'queue', 'table'] as const) {
    const name = `${service.charAt(0).toUpperCase()}${service.slice(1)}Endpoint`;
    const port = Number(new RegExp(`${name}=http://127\\.0\\.0\\.1:(\\d+)`).exec(through)?.[1]);
    const proxy = await startCountingProxy(service, port, (request) => requests.push(request));
    proxies.push(proxy);
    through = through.replace(`127.0.0.1:${port}`, `127.0.0.1:${proxy.port}`);
  }
  try {
    const storage = makeStorage({ connectionString: through });
    // The first run makes what Bicep makes in Azure.
    await run(storage);
    requests.length = 0;
    expect(await run(storage)).toEqual([]);
    const made = requests.map(({ service, method, target }) => `${service} ${method} ${target.split('?')[0]}`).sort();
    expect(made).toEqual(['blob GET /catalog-uploads', 'blob GET /eventgrid-deadletter', 'table GET /pictures()']);
    expect(requests.filter(({ service }) => service === 'blob')).toHaveLength(SWEEP_LISTINGS);
  } finally {
    for (const proxy of proxies) proxy.close();
  }
});

it('sends uploads whose event never came, and leaves tickets that wait', async () => {
  const storage = makeStorage({ connectionString: azurite.connectionString });
  const [used, unused] = [await aTicket(storage), await aTicket(storage)];
  await put(storage, 'uploads', sourceBlobName(used), 'bytes');
  expect(await run(storage)).toEqual([]);
  expect(await run(storage, 2)).toEqual([`uploads/${sourceBlobName(used)}`]);
  expect(await messages(storage)).toEqual([
    {
      eventType: 'Microsoft.Storage.BlobCreated',
      subject: `/blobServices/default/containers/uploads/blobs/${sourceBlobName(used)}`,
    },
  ]);
  const tickets = makeTableOpenTickets(storage);
  const inAnHour = new Date(Date.now() + 3_600_000);
  expect(await tickets.list(inAnHour, 10)).toMatchObject([unused]);
  expect(await run(storage, 31)).toEqual([]);
  expect(await tickets.list(inAnHour, 10)).toEqual([]);
});

it('lists the oldest tickets first, up to a number, and closes many together, also when some are closed already', async () => {
  const storage = makeStorage({ connectionString: azurite.connectionString });
  const tickets = makeTableOpenTickets(storage);
  const issuedAt = new Date('2026-01-02T00:00:00.000Z');
  const names = Array.from({ length: 130 }, (_, at) => ({
    sku: 'oak',
    pictureId: `pic_${String(at).padStart(26, '0')}`,
  }));
  await Promise.all(names.map((name) => tickets.open({ ...name, issuedAt })));
  expect(await tickets.list(issuedAt, 10)).toEqual([]);
  const later = new Date(issuedAt.getTime() + 1);
  expect(await tickets.list(later, 3)).toEqual(names.slice(0, 3).map((name) => ({ ...name, issuedAt })));
  await tickets.close(names.slice(50, 51));
  await tickets.close(names);
  expect(await tickets.list(later, 1_000)).toEqual([]);
  await tickets.close([]);
});

it('replays dead letters of pictures and of catalog files, once, and keeps what it cannot read', async () => {
  const storage = makeStorage({ connectionString: azurite.connectionString });
  const name = await aTicket(storage);
  await put(storage, 'uploads', sourceBlobName(name), 'bytes');
  await put(storage, 'catalog-uploads', 'spring.json', JSON.stringify(aCatalog(aProduct({ sku: 'elm' }))));
  await put(storage, 'eventgrid-deadletter', 'UPLOADS/2026/1/2/3/a.json', deadLetter('uploads', sourceBlobName(name)));
  await put(storage, 'eventgrid-deadletter', 'UPLOADS/2026/1/2/3/b.json', deadLetter('catalog-uploads', 'spring.json'));
  await put(storage, 'eventgrid-deadletter', 'OTHER/2026/1/2/3/c.json', deadLetter('elsewhere', 'x'));
  expect(await run(storage)).toEqual([
    `uploads/${sourceBlobName(name)} (dead letter)`,
    'catalog-uploads/spring.json (dead letter)',
  ]);
  expect(await messages(storage)).toMatchObject([{ pictureId: name.pictureId }]);
  expect((await makeBlobCatalog(storage).read()).catalog.products).toMatchObject([{ sku: 'elm' }]);
  expect(await makeBlobDeadLetters(storage).unread(10)).toEqual([]);
  expect(
    await (await storage.container('eventgrid-deadletter')).getBlobClient('OTHER/2026/1/2/3/c.json').exists(),
  ).toBe(true);
  // The upload was noticed by its dead letter, the file was imported.
  expect(await run(storage, 2)).toEqual([]);
});

it('imports catalog files without a report, also beside reports of earlier versions of the app', async () => {
  const storage = makeStorage({ connectionString: azurite.connectionString });
  await put(storage, 'catalog-uploads', 'old.json', JSON.stringify(aCatalog(aProduct({ sku: 'oak' }))));
  const { etag = '' } = await (await storage.container('catalog-uploads')).getBlobClient('old.json').getProperties();
  const report = { file: 'old.json', sourceEtag: etag, at: '', outcome: 'published', products: 1, etag: 'v' };
  await put(storage, 'catalog', 'imports/old.json.json', JSON.stringify(report));
  await put(storage, 'catalog-uploads', 'winter/new.json', JSON.stringify(aCatalog(aProduct({ sku: 'elm' }))));
  expect(await run(storage)).toEqual([]);
  expect(await run(storage, 2)).toEqual(['catalog-uploads/winter/new.json (published)']);
  expect(await makeBlobImportReports(storage).sourceEtags()).toEqual(
    new Map([
      ['old.json', etag],
      ['winter/new.json', expect.stringMatching(/^".+"$/)],
    ]),
  );
  expect(await run(storage, 2)).toEqual([]);
});
