// The task hub at work: wires store, lanes, activities and timers together, and takes up what an earlier process left.

import type { Execute } from '../executor';
import type { DurableTaskSettings } from '../host-json';
import type { Logs } from '../logs';
import type { ActivityWork, Message } from './effects';
import { makeEntityRun } from './entities/entity-run';
import { makeRunEntityStep } from './entity';
import type { FunctionCatalog } from './function-catalog';
import type { HistoryEvent } from './history';
import { makeRunEpisode } from './orchestration';
import { makeOrchestrationRun } from './orchestrations/orchestration-run';
import { makeActivityPool } from './running/activity-pool';
import { makeDrain } from './running/drain';
import { type EffectWriter, makeEffectWriter } from './running/effect-writer';
import { makeEndings } from './running/endings';
import { type Journal, makeJournal } from './running/journal';
import { type Lane, makeLane } from './running/lanes';
import { makeStateCache } from './running/state-cache';
import { makeTimers } from './running/timers';
import { isFinal } from './runtime-status';
import type { Store } from './store';

export interface Engine {
  journal: Journal;
  effects: EffectWriter;
  /** Stores a message for an instance or entity; resolves once it is stored. */
  send(message: Message): Promise<void>;
  /** Calls back once when the instance has ended, unless the returned function is called before. */
  onEnd(instanceId: string, ended: () => void): () => void;
  start(): void;
  /** Takes up no new work, waits for running invocations, at most `graceMs`, and closes the store. */
  stop(graceMs: number): Promise<void>;
}

export interface EngineDeps {
  store: Store;
  catalog: FunctionCatalog;
  execute: Execute;
  settings: DurableTaskSettings;
  logs: Logs;
}

const category = 'Host.Triggers.DurableTask';

export function makeEngine(deps: EngineDeps): Engine {
  const { store, logs } = deps;
  const endings = makeEndings();
  let open = false;

  const pump = () => {
    if (!open) return;
    orchestrations.pump();
    entities.pump();
  };
  const fail = (error: unknown) => {
    open = false;
    activities.stop();
    logs.write('critical', category, `The task hub cannot go on: ${error instanceof Error ? error.stack : error}`);
  };
  const warn = (message: string) => logs.write('warning', category, message);
  const journal = makeJournal({ store, afterCommit: pump, onFailure: fail });
  const drain = makeDrain(() => orchestrations.running() + entities.running() + activities.running());
  const activities = makeActivityPool({
    ...deps,
    limit: deps.settings.maxConcurrentActivityFunctions,
    report(work, event) {
      recordResult({ store, journal, effects }, work, event);
      drain.check();
    },
  });
  const timers = makeTimers({ store, journal, deliver: (message) => effects.deliver(message) });
  const cache = makeStateCache();
  const effects: EffectWriter = makeEffectWriter({
    store,
    cache,
    activities,
    timers,
    orchestrations: () => orchestrations,
    entities: () => entities,
  });
  const wired = { ...deps, store, journal, effects, cache, warn };
  const control = {
    onFailure: fail,
    ended() {
      pump();
      drain.check();
    },
  };
  const orchestrations: Lane = makeLane({
    ...control,
    limit: deps.settings.maxConcurrentOrchestratorFunctions,
    run: makeOrchestrationRun({
      ...wired,
      runEpisode: makeRunEpisode(deps),
      lane: () => orchestrations,
      ended: endings.announce,
    }),
  });
  const entities = entityLane(wired, control);
  for (const message of store.inbox.all()) effects.deliver(message);
  for (const work of store.work.activities()) activities.add(work);

  return {
    journal,
    effects,
    send: (message) => send({ store, journal, effects }, message),
    onEnd: endings.wait,
    start() {
      open = true;
      activities.start();
      timers.start();
      pump();
    },
    async stop(graceMs) {
      open = false;
      activities.stop();
      timers.stop();
      await drain.wait(graceMs);
      journal.close();
      store.close();
    },
  };
}

type Wired = EngineDeps & { journal: Journal; effects: EffectWriter; warn(message: string): void };

function entityLane(wired: Wired, control: { onFailure(error: unknown): void; ended(): void }): Lane {
  const { store, settings } = wired;
  const runStep = makeRunEntityStep({
    ...wired,
    maxBatchSize: settings.maxEntityOperationBatchSize,
    isLive(id, executionId) {
      const instance = store.instances.get(id);
      return instance !== undefined && !isFinal(instance.status) && instance.executionId === executionId;
    },
  });
  return makeLane({
    ...control,
    limit: settings.maxConcurrentEntityFunctions,
    run: makeEntityRun({ ...wired, runStep }),
  });
}

interface Recorder {
  store: Store;
  journal: Journal;
  effects: EffectWriter;
}

/** A result counts once it is stored; one of an execution that is gone does not count. */
function recordResult({ store, journal, effects }: Recorder, work: ActivityWork, event: HistoryEvent): void {
  let seq: number | undefined;
  const message = { to: work.instanceId, executionId: work.executionId, event };
  journal.add(
    () => {
      if (store.work.removeActivity(work)) seq = store.inbox.add(message);
    },
    () => {
      if (seq !== undefined) effects.deliver({ seq, message });
    },
  );
}

function send({ store, journal, effects }: Recorder, message: Message): Promise<void> {
  return new Promise((resolve, reject) => {
    let seq = 0;
    journal.add(
      () => {
        seq = store.inbox.add(message);
      },
      () => {
        effects.deliver({ seq, message });
        resolve();
      },
      reject,
    );
  });
}
