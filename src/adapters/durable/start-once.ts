// Starting an orchestration that is to run once, whoever asks and however often.

import type { DurableClient } from 'durable-functions';

/**
 * Starts an instance unless there is one of its id, running or finished: starting a finished one again would replace it
 * without a word. With `isNew` nobody can have finished it yet, which saves the look.
 */
export async function startOnce(
  client: Pick<DurableClient, 'getStatus' | 'startNew'>,
  orchestrator: string,
  instanceId: string,
  input: unknown,
  isNew = false,
): Promise<void> {
  if (!isNew && (await instanceExists(client, instanceId))) return;
  try {
    await client.startNew(orchestrator, { instanceId, input });
  } catch (error) {
    // Somebody else was faster, and a running instance is not replaced.
    if (!(await instanceExists(client, instanceId))) throw error;
  }
}

/** Whether the task hub knows an instance, running or finished. */
export async function instanceExists(client: Pick<DurableClient, 'getStatus'>, instanceId: string): Promise<boolean> {
  try {
    await client.getStatus(instanceId);
    return true;
  } catch (error) {
    if (isUnknownInstance(error)) return false;
    throw error;
  }
}

/** durable-functions tells the status code of the task hub's answer in its message only. */
export function isUnknownInstance(error: unknown): boolean {
  return error instanceof Error && error.message.includes('HTTP 404');
}
