// Runs activities up to the concurrency limit, and reports each result to the orchestration that scheduled it.

import { clock } from '../../core/host-clock';
import type { Logs } from '../../core/logs';
import type { Execute } from '../../execution/executor';
import type { TypedData } from '../../worker/typed-data';
import type { HttpRequestOptions } from '../actions';
import type { ActivityWork } from '../effects';
import { taskCompleted, taskFailed } from '../events';
import type { FunctionCatalog } from '../function-catalog';
import type { HistoryEvent } from '../history';
import { httpActivityName } from '../replay/decisions';
import { activityFailure } from './activity-failure';
import { activityRequest } from './activity-request';
import { callHttp } from './http-activity';
import { makeQueue } from './queue';

export interface ActivityPool {
  add(work: ActivityWork): void;
  /** Starts running activities; until then they are only queued. */
  start(): void;
  stop(): void;
  running(): number;
  /** True when no activity is running or waits for its turn. */
  isIdle(): boolean;
  /** How many activities of the instance have not ended. */
  open(instanceId: string): number;
}

export interface ActivityPoolDeps {
  limit: number;
  catalog: FunctionCatalog;
  execute: Execute;
  logs: Logs;
  /** Called when the activity has ended; `event` contains its result or failure. */
  report(work: ActivityWork, event: HistoryEvent): void;
}

export function makeActivityPool(deps: ActivityPoolDeps): ActivityPool {
  const queue = makeQueue<ActivityWork>();
  const openById = new Map<string, number>();
  let running = 0;
  let open = false;

  function pump(): void {
    while (open && running < deps.limit) {
      const work = queue.shift();
      if (!work) return;
      void take(work);
    }
  }

  function count({ instanceId }: ActivityWork, change: 1 | -1): void {
    const open = (openById.get(instanceId) ?? 0) + change;
    if (open === 0) openById.delete(instanceId);
    else openById.set(instanceId, open);
  }

  async function take(work: ActivityWork): Promise<void> {
    running++;
    const event = await outcome(deps, work);
    running--;
    count(work, -1);
    deps.report(work, event);
    pump();
  }

  return {
    add(work) {
      count(work, 1);
      queue.push(work);
      pump();
    },
    start() {
      open = true;
      pump();
    },
    stop() {
      open = false;
    },
    running: () => running,
    isIdle: () => running === 0 && queue.size === 0,
    open: (instanceId) => openById.get(instanceId) ?? 0,
  };
}

async function outcome(deps: ActivityPoolDeps, work: ActivityWork): Promise<HistoryEvent> {
  try {
    const result = await run(deps, work);
    return taskCompleted(work.taskId, result, clock.now());
  } catch (error) {
    return taskFailed(work.taskId, activityFailure(work.name, error), clock.now());
  }
}

async function run(deps: ActivityPoolDeps, work: ActivityWork): Promise<string | null> {
  if (work.name === httpActivityName) {
    return JSON.stringify(await callHttp(JSON.parse(work.input ?? '{}') as HttpRequestOptions));
  }
  const fn = deps.catalog.activity(work.name);
  if (!fn) throw new Error(deps.catalog.missing('activity', work.name));
  const { returnValue } = await deps.execute(fn, activityRequest(fn, work));
  return resultText(returnValue);
}

/** The result as JSON text, as stored in the history; null for no result. */
function resultText(value: TypedData | undefined): string | null {
  if (value === undefined) return null;
  if (value.string !== undefined) return JSON.stringify(value.string);
  if (value.json !== undefined) return value.json;
  if (value.bytes !== undefined) return JSON.stringify(Buffer.from(value.bytes).toString('base64'));
  const number = value.int ?? value.double;
  return number === undefined ? null : JSON.stringify(number);
}
