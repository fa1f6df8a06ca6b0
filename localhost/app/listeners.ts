// The listeners for all triggers except HTTP and durable: one per function, and one shared by all blob functions.
// A trigger's code and client libraries are loaded only if the app has such a function.

import { StartupError } from '../core/startup-error';
import type { BlobListeners } from '../triggers/blob/blob';
import type { CosmosListener } from '../triggers/cosmos/cosmos';
import type { Listener, ListenerContext } from '../triggers/listener';
import type { QueueListener } from '../triggers/queue/queue';
import type { RegisteredFunction } from '../worker/function-registry';

export interface Listeners extends Listener {
  /** Serves `/runtime/webhooks/blobs`; absent if the app has no blob functions. */
  blobs?: BlobListeners;
  queueSent(queue: string): void;
  /** Whether a function or the host itself reads the queue with this name. */
  readsQueue(queue: string): boolean;
  blobWritten(container: string): void;
  documentsWritten(database: string, container: string): void;
}

/** @throws StartupError that names the function whose trigger cannot be used. */
export function makeListeners(functions: RegisteredFunction[], ctx: ListenerContext): Listeners {
  const triggeredBy = (type: string) => functions.filter((fn) => fn.trigger.type.toLowerCase() === type);
  const queues = triggeredBy('queuetrigger').map((fn) => named(fn, () => makeQueue(fn, ctx)));
  const timers = triggeredBy('timertrigger').map((fn) => named(fn, () => makeTimer(fn, ctx)));
  const cosmos = triggeredBy('cosmosdbtrigger').map((fn) => named(fn, () => makeCosmos(fn, ctx)));
  if (cosmos.length > 1) warnOfSharedLeases(cosmos, ctx);
  const blobFunctions = triggeredBy('blobtrigger');
  const [first] = blobFunctions;
  const blobs = first && named(first, () => makeBlobs(blobFunctions, ctx));
  const all: Listener[] = [...queues, ...timers, ...cosmos, ...(blobs ? [blobs] : [])];
  return {
    ...(blobs && { blobs }),
    queueSent(queue) {
      for (const listener of queues) listener.notify(queue);
      if (blobs?.reads(queue)) blobs.notifyQueue();
    },
    readsQueue: (queue) => queues.some((listener) => listener.reads(queue)) || blobs?.reads(queue) === true,
    isQuiet: () => all.every((listener) => listener.isQuiet()),
    blobWritten: (container) => blobs?.blobWritten(container),
    documentsWritten(database, container) {
      for (const listener of cosmos) listener.notify(database, container);
    },
    async start() {
      await Promise.all(all.map((listener) => listener.start()));
    },
    async stop() {
      await Promise.all(all.map((listener) => listener.stop()));
    },
  };
}

function makeQueue(fn: RegisteredFunction, ctx: ListenerContext): QueueListener {
  const { makeQueueListener } = require('../triggers/queue/queue') as typeof import('../triggers/queue/queue');
  return makeQueueListener(fn, ctx);
}

function makeTimer(fn: RegisteredFunction, ctx: ListenerContext): Listener {
  const { makeTimerListener } = require('../triggers/timer/timer') as typeof import('../triggers/timer/timer');
  return makeTimerListener(fn, ctx);
}

function makeCosmos(fn: RegisteredFunction, ctx: ListenerContext): CosmosListener {
  const { makeCosmosListener } = require('../triggers/cosmos/cosmos') as typeof import('../triggers/cosmos/cosmos');
  return makeCosmosListener(fn, ctx);
}

function warnOfSharedLeases(listeners: CosmosListener[], ctx: ListenerContext): void {
  (require('../triggers/cosmos/cosmos') as typeof import('../triggers/cosmos/cosmos')).warnOfSharedLeases(
    listeners,
    ctx,
  );
}

function makeBlobs(fns: RegisteredFunction[], ctx: ListenerContext): BlobListeners {
  const { makeBlobListeners } = require('../triggers/blob/blob') as typeof import('../triggers/blob/blob');
  return makeBlobListeners(fns, ctx);
}

function named<T>(fn: RegisteredFunction, make: () => T): T {
  try {
    return make();
  } catch (cause) {
    const { message } = cause as Error;
    throw new StartupError(message.includes(`'${fn.name}'`) ? message : `Function '${fn.name}': ${message}`, { cause });
  }
}
