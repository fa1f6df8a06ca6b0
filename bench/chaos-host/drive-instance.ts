// The client of one instance: starts it, performs the planned acts and waits for its end, whatever happens to the host.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Act, InstancePlan } from './instance-plan';
import type { Answer, RetryingClient } from './retrying-client';

export interface Status {
  name: string;
  instanceId: string;
  runtimeStatus: string;
  output: unknown;
  historyEvents?: { EventType: string; FunctionName?: string; Result?: unknown }[];
}

export const hub = '/runtime/webhooks/durabletask';
const pollMs = 250;
const final = new Set(['Completed', 'Failed', 'Terminated', 'Canceled']);

/** Resolves when the instance has ended. @throws Error on an unexpected response. */
export async function driveInstance(client: RetryingClient, plan: InstancePlan): Promise<void> {
  await sleep(plan.startAfterMs);
  await start(client, plan);
  for (const act of plan.acts) {
    await sleep(act.afterMs);
    await carryOut(client, plan.id, act);
  }
  await until(client, plan.id, (status) => final.has(status));
}

/**
 * Before it repeats a start whose response was lost, it checks whether the instance exists: a second start would replace one
 * that has ended in the meantime.
 */
async function start(client: RetryingClient, { id, orchestrator, input, byClient }: InstancePlan): Promise<void> {
  const path = byClient ? `/api/start/${orchestrator}/${id}` : `${hub}/orchestrators/${orchestrator}/${id}`;
  while ((await client.read<Status>(`${hub}/instances/${id}`)) === undefined) {
    const answer = await client.sendOnce('POST', path, input);
    if (answer && answer.status !== 202)
      throw new Error(`The start of ${id} returned ${answer.status}: ${answer.text}`);
  }
}

async function carryOut(client: RetryingClient, id: string, act: Act): Promise<void> {
  const instance = `${hub}/instances/${id}`;
  switch (act.act) {
    case 'raise':
      // 410: the first request was accepted, its response was lost, and the instance has ended since.
      return accept(await client.send('POST', `${instance}/raiseEvent/${act.event}`, act.value), id, [410]);
    case 'terminate':
      return accept(
        await client.send('POST', `${instance}/terminate?reason=${encodeURIComponent(act.reason)}`),
        id,
        [410],
      );
    case 'suspend':
      accept(await client.send('POST', `${instance}/suspend?reason=chaos`), id, [500]);
      return until(client, id, (status) => status === 'Suspended');
    case 'resume':
      accept(await client.send('POST', `${instance}/resume?reason=chaos`), id, [500, 410]);
      return until(client, id, (status) => status !== 'Suspended');
  }
}

/** @param ifRepeated further statuses allowed for a repeated request. */
function accept({ status, text, repeated }: Answer, id: string, ifRepeated: number[]): void {
  if (status === 202 || (repeated && ifRepeated.includes(status))) return;
  throw new Error(`A request to ${id} returned ${status}: ${text}`);
}

async function until(client: RetryingClient, id: string, ready: (status: string) => boolean): Promise<void> {
  for (;;) {
    const found = await client.read<Status>(`${hub}/instances/${id}`);
    if (!found) throw new Error(`${id} no longer exists.`);
    if (ready(found.runtimeStatus)) return;
    await sleep(pollMs);
  }
}
