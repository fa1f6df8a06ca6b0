// Runs the task hub: connects store, dispatchers, activities and timers, and resumes the work of an earlier process.

import type { DurableTaskSettings } from '../config/host-json';
import type { Logs } from '../core/logs';
import type { Execute } from '../execution/executor';
import { type Arrivals, type MakeArrivals, makeArrivalsAtOnce, type Sender } from './arrivals/arrivals';
import type { ActivityWork, Message } from './effects';
import { makeEntityRun } from './entities/entity-run';
import { makeRunEntityStep } from './entities/entity-step';
import type { FunctionCatalog } from './function-catalog';
import type { HistoryEvent } from './history';
import { makeRunEpisode } from './orchestrations/episode';
import { makeOrchestrationRun } from './orchestrations/orchestration-run';
import { makeActivityPool } from './running/activity-pool';
import { type Dispatcher, type DispatcherOptions, makeDispatcher } from './running/dispatcher';
import { makeDrain } from './running/drain';
import { type EffectWriter, makeEffectWriter } from './running/effect-writer';
import { makeEndListeners } from './running/end-listeners';
import { type GroupCommit, makeGroupCommit } from './running/group-commit';
import { makeStateCache, type StateCache } from './running/state-cache';
import { makeTimers } from './running/timers';
import { makeWaitForResults, type WaitForResults } from './running/wait-for-results';
import { isFinal } from './runtime-status';
import type { Store } from './store';

export interface Engine {
  commits: GroupCommit;
  effects: EffectWriter;
  arrivals: Pick<Arrivals, 'add' | 'asked'>;
  /** Sends a message to an instance or entity. Resolves once it is stored. */
  send(message: Message, sender: Sender | undefined): Promise<void>;
  /** Calls `ended` once, when the instance has ended. @returns a function that removes this listener. */
  onEnd(instanceId: string, ended: () => void): () => void;
  /** True when no work can be done before a timer is due or a message arrives. */
  isIdle(): boolean;
  start(): void;
  /** Accepts no new work, waits up to `graceMs` for running invocations, and closes the store. */
  stop(graceMs: number): Promise<void>;
}

export interface EngineDeps {
  store: Store;
  catalog: FunctionCatalog;
  execute: Execute;
  settings: DurableTaskSettings;
  logs: Logs;
  /** Default: the hub sees everything at once. */
  makeArrivals?: MakeArrivals;
}

const category = 'Host.Triggers.DurableTask';

export function makeEngine(deps: EngineDeps): Engine {
  const { store, settings } = deps;
  const warn = (message: string) => deps.logs.write('warning', category, message);
  const onFailure = (error: unknown) => {
    if (!closed) deps.logs.write('critical', category, failureText(error));
  };
  const endListeners = makeEndListeners();
  let open = false;
  let closed = false;
  const pump = () => {
    if (!open) return;
    orchestrations.pump();
    entities.pump();
  };
  const ended = () => {
    pump();
    drain.check();
  };
  const commits = makeGroupCommit({ store, afterCommit: pump });
  const cache = makeStateCache();
  const arrivals = (deps.makeArrivals ?? makeArrivalsAtOnce)({
    open() {
      open = true;
      activities.start();
      pump();
    },
    pump,
    isBusy: () => orchestrations.running() + entities.running() + activities.running() > 0,
  });
  const activities = makeActivityPool({
    ...deps,
    limit: settings.maxConcurrentActivityFunctions,
    report(work, event) {
      recordResult(parts, work, event);
      drain.check();
    },
  });
  const timers = makeTimers({ store, commits, arrivals, onFailure, deliver: (message) => effects.deliver(message) });
  const dispatchers = { orchestrations: () => orchestrations, entities: () => entities };
  const effects: EffectWriter = makeEffectWriter({ store, cache, activities, timers, arrivals, ...dispatchers });
  const waitForResults = makeWaitForResults(cache, activities);
  const parts: EngineParts = { ...deps, commits, effects, arrivals, cache, waitForResults, warn, onFailure };
  const orchestrations: Dispatcher = makeDispatcher({
    limit: settings.maxConcurrentOrchestratorFunctions,
    run: orchestrationRun(parts, dispatchers.orchestrations, endListeners.notify),
    onFailure,
    ended,
  });
  const entities: Dispatcher = makeDispatcher({
    limit: settings.maxConcurrentEntityFunctions,
    run: entityRun(parts),
    onFailure,
    ended,
  });
  const drain = makeDrain(() => orchestrations.running() + entities.running() + activities.running());
  let stored = 0;
  for (const message of store.inbox.all()) {
    effects.deliver(message);
    stored++;
  }
  for (const work of store.work.activities()) {
    activities.add(work);
    stored++;
  }

  return {
    commits,
    effects,
    arrivals,
    send: (message, sender) => send(parts, message, sender),
    onEnd: endListeners.add,
    isIdle: () => [orchestrations, entities, activities, commits].every((part) => part.isIdle()),
    start() {
      arrivals.start(stored > 0);
      timers.start();
    },
    async stop(graceMs) {
      open = false;
      arrivals.stop();
      activities.stop();
      timers.stop();
      await drain.wait(graceMs);
      if (closed) return;
      commits.close();
      closed = true;
      store.close();
    },
  };
}

type EngineParts = EngineDeps & {
  commits: GroupCommit;
  effects: EffectWriter;
  arrivals: Arrivals;
  cache: StateCache;
  waitForResults: WaitForResults;
  warn(message: string): void;
  onFailure(error: unknown): void;
};

function failureText(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return `A step could not be stored. The next start of the host will repeat it: ${text}`;
}

function orchestrationRun(
  parts: EngineParts,
  dispatcher: () => Dispatcher,
  ended: (id: string) => void,
): DispatcherOptions['run'] {
  return makeOrchestrationRun({ ...parts, runEpisode: makeRunEpisode(parts), dispatcher, ended });
}

function entityRun(parts: EngineParts): DispatcherOptions['run'] {
  const { store, settings } = parts;
  const runStep = makeRunEntityStep({
    ...parts,
    maxBatchSize: settings.maxEntityOperationBatchSize,
    isLive(id, executionId) {
      const instance = store.instances.get(id);
      return instance !== undefined && !isFinal(instance.status) && instance.executionId === executionId;
    },
  });
  return makeEntityRun({ ...parts, runStep });
}

/** Stores an activity's result and delivers it. Drops the result if its execution no longer exists. */
function recordResult(
  { store, commits, effects, onFailure }: EngineParts,
  work: ActivityWork,
  event: HistoryEvent,
): void {
  let seq: number | undefined;
  const message = { to: work.instanceId, executionId: work.executionId, event };
  commits.add(
    () => {
      seq = store.work.removeActivity(work) ? store.inbox.add(message) : undefined;
    },
    () => {
      if (seq !== undefined) effects.deliver({ seq, message });
    },
    onFailure,
  );
}

function send(parts: EngineParts, message: Message, sender: Sender | undefined): Promise<void> {
  const { store, commits, effects, arrivals } = parts;
  return new Promise((resolve, reject) => {
    let seq = 0;
    commits.add(
      () => {
        seq = store.inbox.add(message);
      },
      () => {
        arrivals.add({ to: message.to, sender, see: () => effects.deliver({ seq, message }) });
        resolve();
      },
      reject,
    );
  });
}
