// Drives pictures through real storage with manual triggers: events, messages, retries and poison queues as in the host, but
// at the moment that the test chooses.

import { createHash } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { TableClient } from '@azure/data-tables';
import { BlobServiceClient } from '@azure/storage-blob';
import { type DequeuedMessageItem, QueueServiceClient } from '@azure/storage-queue';
import { makeBlobRenditions, makeBlobSources } from '../../src/adapters/storage/blob-pictures';
import { makeQueueParkedJobs, makeQueuePictureJobs } from '../../src/adapters/storage/queue-picture-jobs';
import { makeQueuePoisonStore } from '../../src/adapters/storage/queue-poison-store';
import { makeSasUploadPermits } from '../../src/adapters/storage/sas-upload-permits';
import { makeStorage, type Storage } from '../../src/adapters/storage/storage';
import { makeTableOpenTickets } from '../../src/adapters/storage/table-open-tickets';
import { makeTablePictureRecords, makeTableProductPictures } from '../../src/adapters/storage/table-pictures';
import { makeOperationsHandlers } from '../../src/operations/handlers';
import { makePictureHandlers, type PictureHandlers } from '../../src/pictures/handlers';
import { makeJobMessages } from '../../src/pictures/job-messages';
import { type PictureName, type PictureRecord, sourceBlobName } from '../../src/pictures/picture';
import type { PictureEngine, PictureJobs } from '../../src/pictures/ports';
import { makeRegisterUpload } from '../../src/pictures/register-upload';
import { makeRenderPicture } from '../../src/pictures/render-picture';
import type { RenderTask } from '../../src/pictures/rendering';
import { accepted } from '../../src/shared/result';
import { call } from './http';
import { aContext } from './picture-studio';

export interface PictureFlow {
  handlers: PictureHandlers;
  operations: ReturnType<typeof makeOperationsHandlers>;
  storage: Storage;
  /** A ticket for a picture of `oak`: its id and the upload url. */
  ticket(): Promise<{ name: PictureName; uploadUrl: string }>;
  /** A picture uploaded with a ticket, whose event has not arrived yet. */
  uploaded(bytes: Uint8Array): Promise<PictureName>;
  /** Delivers the event of an upload; resulting jobs are in the queue afterwards. */
  event(name: PictureName): Promise<void>;
  /** Delivers all queue messages, with the host's retries, until the queues are empty. */
  deliverAll(): Promise<void>;
  record(name: PictureName): Promise<PictureRecord | undefined>;
  /** ETags by blob name of a picture's blobs in `renditions`. */
  renditionEtags(name: PictureName): Promise<Record<string, string>>;
  media(name: PictureName, file: string): Promise<string>;
  waiting(queue: string): Promise<number>;
}

const mostAttempts = 5;

/** A fake engine: its output depends on the source only. */
export function makeQuickEngine(before: (task: RenderTask) => Promise<void> = async () => undefined): PictureEngine {
  return {
    async render(task) {
      const mark = createHash('sha256').update(task.source).digest('hex').slice(0, 8);
      await before(task);
      const files = task.plan.flatMap(({ name, width, height }) =>
        (['jpeg', 'webp'] as const).map((format) => {
          return { name, format, width, height, bytes: Buffer.from(`${name} ${format} of ${mark}`) };
        }),
      );
      return accepted({ files, placeholder: mark });
    },
  };
}

/** The quick engine's output for a source. */
export function paintedFrom(source: Uint8Array, file = 'thumb jpeg'): string {
  return `${file} of ${createHash('sha256').update(source).digest('hex').slice(0, 8)}`;
}

/** Clients without retries, so that a test does not wait for them. */
export function makeImpatientStorage(connectionString: string): Storage {
  const retryOptions = { maxTries: 1 };
  const blobs = BlobServiceClient.fromConnectionString(connectionString, { retryOptions });
  const queues = QueueServiceClient.fromConnectionString(connectionString, { retryOptions });
  const options = { allowInsecureConnection: true, retryOptions: { maxRetries: 0 } };
  return {
    ...makeStorage({ connectionString }),
    blobs,
    container: async (name) => blobs.getContainerClient(name),
    queue: async (name) => queues.getQueueClient(name),
    table: async (name) => TableClient.fromConnectionString(connectionString, name, options),
  };
}

/** Jobs whose retries are due at once. */
function dueAtOnce(storage: Storage): PictureJobs {
  const { send } = makeQueuePictureJobs(storage);
  return { send: (message) => send(message) };
}

export async function makePictureFlow(
  storage: Storage,
  engine: PictureEngine,
  jobs: PictureJobs = dueAtOnce(storage),
): Promise<PictureFlow> {
  const now = () => new Date();
  const sources = makeBlobSources(storage);
  const renditions = makeBlobRenditions(storage);
  const records = makeTablePictureRecords(storage);
  const registerUpload = makeRegisterUpload({ sources, records, now });
  const handlers = makePictureHandlers({
    products: {
      find: async () => [{ sku: 'oak', name: 'Oak', price: { amount: 1, currency: 'EUR' }, warehouse: 'n' }],
    },
    permits: makeSasUploadPermits(storage),
    tickets: makeTableOpenTickets(storage),
    sources,
    renditions,
    records,
    jobs,
    parked: makeQueueParkedJobs(storage),
    registerUpload,
    render: makeRenderPicture({ sources, renditions, records, engine, now }),
    now,
  });
  const store = makeQueuePoisonStore(storage, ['picture-jobs-parked', 'picture-jobs-poison']);
  const operations = makeOperationsHandlers([
    { name: 'picture-jobs', store, ...makeJobMessages({ records, jobs, now }) },
  ]);

  async function ticket() {
    const { body } = await call(handlers.createPictureUpload, { method: 'POST', params: { sku: 'oak' } });
    const { pictureId, uploadUrl } = body as { pictureId: string; uploadUrl: string };
    return { name: { sku: 'oak', pictureId }, uploadUrl };
  }

  /** Whether there was a message. */
  async function deliver(queueName: string, handle: (message: DequeuedMessageItem) => Promise<void>): Promise<boolean> {
    const queue = await storage.queue(queueName);
    const { receivedMessageItems } = await queue.receiveMessages({ numberOfMessages: 16, visibilityTimeout: 60 });
    await Promise.all(
      receivedMessageItems.map(async (item) => {
        const { messageId, popReceipt, messageText, dequeueCount } = item;
        try {
          await handle(item);
        } catch (error) {
          if (queueName.endsWith('-poison')) throw error;
          if (dequeueCount < mostAttempts) {
            await queue.updateMessage(messageId, popReceipt, undefined, 0);
            return;
          }
          await (await storage.queue(`${queueName}-poison`)).sendMessage(messageText);
        }
        await queue.deleteMessage(messageId, popReceipt);
      }),
    );
    return receivedMessageItems.length > 0;
  }

  return {
    handlers,
    operations,
    storage,
    ticket,
    async uploaded(bytes) {
      const { name, uploadUrl } = await ticket();
      const headers = { 'x-ms-blob-type': 'BlockBlob' };
      const answer = await fetch(uploadUrl, { method: 'PUT', headers, body: Uint8Array.from(bytes) });
      if (answer.status !== 201) throw new Error(`the upload was answered ${answer.status}`);
      return name;
    },
    async event(name) {
      const { context } = aContext({ blobTrigger: `uploads/${sourceBlobName(name)}` });
      const job = await handlers.pictureUploaded(undefined, context);
      if (job) await jobs.send(job);
    },
    async deliverAll() {
      let wasMore = true;
      while (wasMore) {
        const render = (item: DequeuedMessageItem) => handlers.renderPicture(asTriggerValue(item), aContext().context);
        const giveUp = (item: DequeuedMessageItem) =>
          handlers.pictureJobPoisoned(asTriggerValue(item), aContext().context);
        wasMore = await deliver('picture-jobs', render);
        wasMore = (await deliver('picture-jobs-poison', giveUp)) || wasMore;
      }
    },
    record: ({ pictureId }) => records.find(pictureId),
    async renditionEtags({ pictureId }) {
      const etags: Record<string, string> = {};
      const container = await storage.container('renditions');
      for await (const { name, properties } of container.listBlobsFlat({ prefix: `${pictureId}/` })) {
        etags[name.slice(pictureId.length + 1)] = properties.etag;
      }
      return etags;
    },
    async media({ pictureId }, file) {
      const media = await renditions.open(pictureId, file);
      return media ? text(media.stream) : '(none)';
    },
    async waiting(queueName) {
      return (await (await storage.queue(queueName)).getProperties()).approximateMessagesCount ?? 0;
    },
  };
}

/** Triggers pass JSON as a value, other text unchanged. */
function asTriggerValue({ messageText }: DequeuedMessageItem): unknown {
  const decoded = Buffer.from(messageText, 'base64').toString();
  try {
    return JSON.parse(decoded);
  } catch {
    return decoded;
  }
}

/** Creates what Bicep creates in Azure, for clients that create nothing themselves. */
export async function makeRoom(connectionString: string): Promise<void> {
  const storage = makeStorage({ connectionString });
  for (const name of ['uploads', 'renditions']) await storage.container(name);
  for (const name of ['picture-jobs', 'picture-jobs-poison', 'picture-jobs-parked']) await storage.queue(name);
  await storage.table('pictures');
}

export function shownTo(storage: Storage, sku: string) {
  return makeTableProductPictures(storage).find(sku);
}
