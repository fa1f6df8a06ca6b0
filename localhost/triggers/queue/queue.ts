// The storage queue trigger: invokes a function for each message, with the metadata names of the genuine host.

import type { DequeuedMessageItem } from '@azure/storage-queue';
import { utcRoundTrip } from '../../bindings/dotnet-date';
import { jsonProperties } from '../../bindings/json-text';
import { sendCreatingQueue } from '../../bindings/queue';
import { decodeMessage } from '../../bindings/queue-message';
import { queueClient } from '../../bindings/storage-clients';
import { resolveSettings } from '../../config/resolve-settings';
import type { RegisteredFunction } from '../../worker/function-registry';
import type { TypedData } from '../../worker/typed-data';
import type { Listener, ListenerContext } from '../listener';
import { watchOutgoingRequests } from '../outgoing-requests';
import { makeQueuePump, type QueuePumpTiming } from './queue-pump';

const LONGEST_QUEUE_NAME = 63;

export interface QueueListener extends Listener {
  /** Polls now, because a message was sent to this queue. Other queue names are ignored. */
  notify(queue: string): void;
  /** Whether it reads the queue with this name. */
  reads(queue: string): boolean;
}

/** @throws when the connection or a setting in the queue's name is missing */
export function makeQueueListener(
  fn: RegisteredFunction,
  ctx: ListenerContext,
  timing?: QueuePumpTiming,
): QueueListener {
  const { queues } = ctx.hostJson;
  const name = resolveSettings(String(fn.trigger.queueName ?? ''), ctx.setting).toLowerCase();
  if (name === '') throw new Error(`Function '${fn.name}': its queue trigger has no queueName.`);
  const connectionString = ctx.connections.connectionString(stringOrUndefined(fn.trigger.connection));
  const poison = poisonQueue(name);

  const pump = makeQueuePump({
    open: () => queueClient(connectionString, name),
    batchSize: queues.batchSize,
    newBatchThreshold: queues.newBatchThreshold,
    maxDequeueCount: queues.maxDequeueCount,
    retryAfterMs: queues.visibilityTimeoutMs,
    maxPollMs: queues.maxPollingIntervalMs,
    ...(poison === undefined
      ? {}
      : { toPoison: (wireText: string) => sendCreatingQueue(connectionString, poison, wireText) }),
    async handle(message) {
      const content = decodeMessage(message.messageText, queues.messageEncoding);
      if (content === undefined) {
        const expectation = `host.json's messageEncoding is 'base64'`;
        ctx.logs.write(
          'error',
          'Host.Triggers.Queue',
          `A message of queue '${name}' is not Base64, but ${expectation}.`,
        );
        return 'poison';
      }
      await ctx.execute(fn, {
        reason: `New queue message detected on '${name}'.`,
        trigger: { string: content.toString() },
        ...metadataOf(message, content),
      });
      return 'done';
    },
    logs: ctx.logs,
    ...(timing === undefined ? {} : { timing }),
  });

  let unwatch: (() => void) | undefined;
  return {
    async start() {
      const url = `${queueClient(connectionString, name).url}/messages`;
      unwatch = watchOutgoingRequests({ method: 'POST', url, onDone: pump.notify });
      await pump.start();
    },
    async stop() {
      unwatch?.();
      await pump.stop();
    },
    isQuiet: pump.isQuiet,
    reads: (queue) => queue.toLowerCase() === name,
    notify(queue) {
      if (queue.toLowerCase() === name) pump.notify();
    },
  };
}

/** A poison queue has no poison queue itself, and neither has a queue if the name would be too long. */
function poisonQueue(queue: string): string | undefined {
  const name = `${queue}-poison`;
  return queue.endsWith('-poison') || name.length > LONGEST_QUEUE_NAME ? undefined : name;
}

interface Metadata {
  triggerMetadata: Record<string, TypedData>;
  bindingData: Record<string, unknown>;
}

/** The properties of a message. In a manual run it has neither id nor pop receipt. */
export type MessageProperties = Pick<
  DequeuedMessageItem,
  'dequeueCount' | 'expiresOn' | 'insertedOn' | 'nextVisibleOn'
> &
  Partial<Pick<DequeuedMessageItem, 'messageId' | 'popReceipt'>>;

/** Built-in values, and the properties of a JSON message, which replace built-in values of that name in any case. */
export function metadataOf(message: MessageProperties, content: Buffer): Metadata {
  const { messageId, popReceipt } = message;
  const text = content.toString();
  const isText = Buffer.from(text).equals(content);
  const date = (value: Date): TypedData => ({ json: JSON.stringify(utcRoundTrip(value)) });
  const triggerMetadata: Record<string, TypedData> = {
    ...(isText ? { QueueTrigger: { string: text } } : {}),
    DequeueCount: { json: String(message.dequeueCount) },
    ExpirationTime: date(message.expiresOn),
    ...(messageId !== undefined && { Id: { string: messageId } }),
    InsertionTime: date(message.insertedOn),
    NextVisibleTime: date(message.nextVisibleOn),
    ...(popReceipt !== undefined && { PopReceipt: { string: popReceipt } }),
  };
  const bindingData: Record<string, unknown> = {
    ...(isText ? { QueueTrigger: text } : {}),
    DequeueCount: message.dequeueCount,
    ExpirationTime: message.expiresOn,
    ...(messageId !== undefined && { Id: messageId }),
    InsertionTime: message.insertedOn,
    NextVisibleTime: message.nextVisibleOn,
    ...(popReceipt !== undefined && { PopReceipt: popReceipt }),
  };
  const builtIn = new Map(Object.keys(bindingData).map((name) => [name.toLowerCase(), name]));
  for (const [property, value] of Object.entries(jsonProperties(text))) {
    const name = builtIn.get(property.toLowerCase()) ?? property;
    bindingData[name] = value;
    triggerMetadata[name] = typeof value === 'string' ? { string: value } : { json: JSON.stringify(value) };
  }
  return { triggerMetadata, bindingData };
}

function stringOrUndefined(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
