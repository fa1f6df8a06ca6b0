// Starts an orchestration at most once, even with repeated or concurrent requests.

import type { DurableClient } from 'durable-functions';

/**
 * Starts an instance unless one with this id exists, running or finished: starting a finished instance again would silently
 * replace it. `isNew`: the instance cannot exist yet, which saves the check.
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
    // Another caller has started it: a running instance is not replaced.
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

/** durable-functions reports the HTTP status of the task hub only in the error message. */
export function isUnknownInstance(error: unknown): boolean {
  return error instanceof Error && error.message.includes('HTTP 404');
}
