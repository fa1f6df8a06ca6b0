// Poisoned messages of the blob trigger. All blob functions share one queue: each message names its function and blob.

import { z } from 'zod';
import type { QueueMessages } from '../shared/contracts';
import { schemaFaultText } from '../shared/http/schema-faults';
import { accepted, type Result, refused } from '../shared/result';

const messageSchema = z.object({ FunctionId: z.string(), ContainerName: z.string(), BlobName: z.string() });

interface BlobEvent {
  function: string;
  /** `container/name`. */
  path: string;
  uploads: QueueMessages;
}

/** @param byFunction how the messages of each blob function are described and replayed, given the blob's path `container/name`. */
export function makeBlobTriggerMessages(byFunction: Readonly<Record<string, QueueMessages>>): QueueMessages {
  function eventIn(text: string): Result<BlobEvent> {
    const message = parse(text);
    if (!message.ok) return message;
    const { FunctionId, ContainerName, BlobName } = message.value;
    const name = FunctionId.slice(FunctionId.lastIndexOf('.') + 1);
    const uploads = Object.hasOwn(byFunction, name) ? byFunction[name] : undefined;
    if (!uploads) return refused('NO_FUNCTION', `FunctionId: there is no blob function ${name}`);
    return accepted({ function: name, path: `${ContainerName}/${BlobName}`, uploads });
  }

  return {
    describe(text) {
      const event = eventIn(text);
      if (!event.ok) return event;
      const described = event.value.uploads.describe(event.value.path);
      return described.ok ? accepted({ function: event.value.function, ...described.value }) : described;
    },

    async replay(text) {
      const event = eventIn(text);
      if (!event.ok) throw new Error(`Not a blob trigger message: ${event.detail}`);
      return event.value.uploads.replay(event.value.path);
    },
  };
}

function parse(text: string): Result<z.infer<typeof messageSchema>> {
  try {
    const parsed = messageSchema.safeParse(JSON.parse(text));
    return parsed.success ? accepted(parsed.data) : refused('NO_EVENT', schemaFaultText(parsed.error));
  } catch (error) {
    return refused('NO_JSON', error instanceof Error ? error.message : String(error));
  }
}
