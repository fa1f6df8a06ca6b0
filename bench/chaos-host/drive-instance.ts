// The life of one instance as its client lives it: start, acts, waiting for the end, whatever happens to the host.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Act, InstancePlan } from './instance-plan';
import type { Answer, PatientClient } from './patient-client';

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

/** Resolves when the instance has ended. @throws Error when an answer is not what it must be. */
export async function driveInstance(client: PatientClient, plan: InstancePlan): Promise<void> {
  await sleep(plan.startAfterMs);
  await start(client, plan);
  for (const act of plan.acts) {
    await sleep(act.afterMs);
    await carryOut(client, plan.id, act);
  }
  await until(client, plan.id, (status) => final.has(status));
}

/**
 * A start whose answer was lost must not be sent again blindly: an instance that has ended meanwhile would be replaced.
 */
async function start(client: PatientClient, { id, orchestrator, input, byClient }: InstancePlan): Promise<void> {
  const path = byClient ? `/api/start/${orchestrator}/${id}` : `${hub}/orchestrators/${orchestrator}/${id}`;
  while ((await client.read<Status>(`${hub}/instances/${id}`)) === undefined) {
    const answer = await client.sendOnce('POST', path, input);
    if (answer && answer.status !== 202)
      throw new Error(`The start of ${id} was answered ${answer.status}: ${answer.text}`);
  }
}

async function carryOut(client: PatientClient, id: string, act: Act): Promise<void> {
  const instance = `${hub}/instances/${id}`;
  switch (act.act) {
    case 'raise':
      // 410: it was taken, the answer was lost, and the instance has ended since.
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

/** @param ifRepeated what else may be answered to a request that was sent again. */
function accept({ status, text, repeated }: Answer, id: string, ifRepeated: number[]): void {
  if (status === 202 || (repeated && ifRepeated.includes(status))) return;
  throw new Error(`A request to ${id} was answered ${status}: ${text}`);
}

async function until(client: PatientClient, id: string, ready: (status: string) => boolean): Promise<void> {
  for (;;) {
    const found = await client.read<Status>(`${hub}/instances/${id}`);
    if (!found) throw new Error(`${id} is not known any more.`);
    if (ready(found.runtimeStatus)) return;
    await sleep(pollMs);
  }
}
