// The storage queue output binding: sends one message per item, in order, encoded as the app's triggers expect it.

import type { TypedData } from '../worker/typed-data';
import { collectorItems, itemContent, outputValue } from './output-value';
import { encodeMessage, type MessageEncoding } from './queue-message';
import { queueClient, statusOf } from './storage-clients';

export interface QueueOutput {
  connectionString: string;
  queue: string;
  encoding: MessageEncoding;
}

/** Sends the output's items. @returns false when there were none. @throws the storage client's error */
export async function writeQueueOutput(target: QueueOutput, data: TypedData): Promise<boolean> {
  const output = outputValue(data);
  if (output === undefined) return false;
  const items = collectorItems(output);
  for (const item of items) {
    await sendCreatingQueue(target.connectionString, target.queue, encodeMessage(itemContent(item), target.encoding));
  }
  return items.length > 0;
}

/** Sends one encoded message, and creates the queue if it does not exist. */
export async function sendCreatingQueue(connectionString: string, queue: string, wire: string): Promise<void> {
  const client = queueClient(connectionString, queue);
  try {
    await client.sendMessage(wire);
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
    await client.createIfNotExists();
    await client.sendMessage(wire);
  }
}
