// The second half of the blob trigger: an internal queue delivers new blobs to functions, with retries and a poison
// queue of its own.

import { sendCreatingQueue } from '../../bindings/queue';
import { decodeMessage, encodeMessage } from '../../bindings/queue-message';
import { readStream } from '../../bindings/read-stream';
import { blobContainer, queueClient, statusOf } from '../../bindings/storage-clients';
import type { RegisteredFunction } from '../../worker/function-registry';
import type { Listener, ListenerContext } from '../listener';
import { makeQueuePump } from '../queue/queue-pump';
import { type BlobMessage, quoted, readBlobMessage, writeBlobMessage } from './blob-message';
import { blobMetadata } from './blob-metadata';

const POISON_QUEUE = 'webjobs-blobtrigger-poison';
const LARGEST_BATCH = 32;

export interface BlobFunction {
  fn: RegisteredFunction;
  connectionString: string;
  source: 'EventGrid' | 'LogsAndContainerScan';
  match(name: string): Record<string, string> | undefined;
}

export interface BlobQueue extends Listener {
  enqueue(message: BlobMessage): Promise<void>;
  /** The name of the queue that it reads. */
  name: string;
  /** Polls now, because a message was sent. */
  notify(): void;
}

export interface BlobQueueOptions {
  ctx: ListenerContext;
  /** The host's own account, which holds the queue. */
  hostConnectionString: string;
  /** Keyed by function id, e.g. `Host.Functions.pictureUploaded`. */
  functions: Map<string, BlobFunction>;
  /** Called when the blob was overwritten after its message was queued, to announce the current version. */
  onOtherVersion(message: BlobMessage): Promise<void>;
}

export function makeBlobQueue({ ctx, hostConnectionString, functions, onOtherVersion }: BlobQueueOptions): BlobQueue {
  const queue = `azure-webjobs-blobtrigger-${ctx.hostId}`;
  const { maxDegreeOfParallelism, poisonBlobThreshold } = ctx.hostJson.blobs;
  const batchSize = Math.min(LARGEST_BATCH, Math.floor(maxDegreeOfParallelism / 2) + 1);

  async function run(target: BlobFunction, message: BlobMessage): Promise<void> {
    const parameters = target.match(message.name);
    if (parameters === undefined) return;
    const blob = blobContainer(target.connectionString, message.container).getBlobClient(message.name);
    const download = await unlessMissing(blob.download());
    if (download?.readableStreamBody === undefined) return;
    const content = await readStream(download.readableStreamBody, download.contentLength ?? 0);
    const etag = quoted(download.etag ?? '');
    if (target.source === 'LogsAndContainerScan' && etag !== message.etag) {
      return onOtherVersion({ ...message, etag });
    }
    await ctx.execute(target.fn, {
      reason: `New blob detected(${target.source}): ${message.container}/${message.name}`,
      trigger: { bytes: content },
      ...blobMetadata(message, blob.url, download, parameters),
    });
  }

  const pump = makeQueuePump({
    open: () => queueClient(hostConnectionString, queue),
    batchSize,
    newBatchThreshold: Math.max(0, maxDegreeOfParallelism - batchSize),
    maxDequeueCount: poisonBlobThreshold,
    retryAfterMs: 0,
    maxPollMs: ctx.hostJson.queues.maxPollingIntervalMs,
    async handle({ messageText }) {
      const message = parse(messageText);
      if (message === undefined) return 'poison';
      const target = functions.get(message.functionId);
      // A message for a function that the app no longer has is dropped.
      if (target !== undefined) await run(target, message);
      return 'done';
    },
    async toPoison(wireText) {
      const target = functions.get(parse(wireText)?.functionId ?? '');
      await sendCreatingQueue(target?.connectionString ?? hostConnectionString, POISON_QUEUE, wireText);
    },
    logs: ctx.logs,
  });

  return {
    name: queue,
    start: pump.start,
    stop: pump.stop,
    isQuiet: pump.isQuiet,
    notify: pump.notify,
    async enqueue(message) {
      await sendCreatingQueue(hostConnectionString, queue, encodeMessage(writeBlobMessage(message), 'base64'));
      pump.notify();
    },
  };
}

function parse(wireText: string): BlobMessage | undefined {
  try {
    return readBlobMessage(decodeMessage(wireText, 'base64')?.toString() ?? '');
  } catch {
    // Not written by a Functions host, so a retry would not help.
    return undefined;
  }
}

async function unlessMissing<T>(request: Promise<T>): Promise<T | undefined> {
  try {
    return await request;
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}
