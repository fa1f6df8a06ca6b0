// Histories that a real task hub handed to the orchestrators, in JSON files beside the tests. They are never changed by hand:
// `RECORD_HISTORIES=yes npx jest --selectProjects replay --testPathPatterns record` makes those that are missing, and `npm run format` lays them out.
// A file that no longer replays means that orders under way would break: the orchestrator needs a new version, see
// src/shared/durable/orchestrator-versions.ts.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { HistoryEvent } from '../../localhost/taskhub/history';
import type { Invoked } from '../localhost/taskhub/hub';
import type { Path } from './paths';
import type { ShopOnHub } from './shop-on-hub';

/** What the task hub hands to an orchestrator. */
export interface Trigger {
  history: HistoryEvent[];
  input: unknown;
  instanceId: string;
  [more: string]: unknown;
}

export interface Recording {
  orchestrator: string;
  /** Of the last episode: it has the whole history before it. */
  trigger: Trigger;
  output: unknown;
}

export function fileOf(name: string): string {
  return join(__dirname, 'histories', `${name.replace(/\W+/g, '-').toLowerCase()}.json`);
}

export function isRecorded(name: string): boolean {
  return existsSync(fileOf(name));
}

export function readRecordings(name: string): Recording[] {
  return JSON.parse(readFileSync(fileOf(name), 'utf8')) as Recording[];
}

/** Walks a path and stores the histories of all orchestrations that took part. @throws when the path has another end than it should. */
export async function record(name: string, { hub, insert }: ShopOnHub, path: Path): Promise<void> {
  await insert(path.order);
  const isRefund = path.instance !== path.order.orderId;
  if (!isRefund) await hub.begin('orderOrchestrator', path.run, path.instance);
  await path.meanwhile({ hub, insert } as ShopOnHub);
  const { output } = await hub.settled(path.instance);
  const state = (output as { state?: string } | null)?.state;
  if (state !== path.end) throw new Error(`${name} ended ${JSON.stringify(output)}.`);
  const last = new Map<string, Invoked>();
  for (const one of hub.invoked) {
    if (one.fn.trigger.type === 'orchestrationTrigger') last.set(triggerOf(one).instanceId, one);
  }
  const recordings: Recording[] = [];
  for (const [instanceId, one] of last) {
    const status = await hub.status(instanceId);
    recordings.push({ orchestrator: status.name, trigger: triggerOf(one), output: status.output });
  }
  writeFileSync(fileOf(name), `${withoutFolder(JSON.stringify(recordings, null, 1))}\n`);
}

/** The stacks of faults name files from the repository on, wherever it lies. */
function withoutFolder(text: string): string {
  return text.replaceAll(`${resolve(__dirname, '../..')}/`, '');
}

function triggerOf({ request }: Invoked): Trigger {
  return JSON.parse(String(request.trigger.string)) as Trigger;
}
