// Runs one work item of an orchestration: takes its waiting messages, runs one episode, and commits the outcome.

import type { DurableTaskSettings } from '../../config/host-json';
import { clock } from '../../core/host-clock';
import type { OrchestrationMessage } from '../effects';
import { executionStarted } from '../events';
import { EventType, type HistoryEvent } from '../history';
import { appendSegment, type Instance, type InstanceState, pendingInstance, segmentText } from '../instance';
import type { Dispatcher, Mailbox } from '../running/dispatcher';
import type { EffectWriter } from '../running/effect-writer';
import type { GroupCommit } from '../running/group-commit';
import type { StateCache } from '../running/state-cache';
import type { WaitForResults } from '../running/wait-for-results';
import { isFinal, RuntimeStatus } from '../runtime-status';
import type { Store } from '../store';
import type { StoredMessage } from '../tables/inbox-table';
import type { EpisodeOutcome, NextExecution, RunEpisode } from './episode';
import { mayRunVersion } from './versioning';

export interface OrchestrationRunDeps {
  store: Store;
  commits: GroupCommit;
  cache: StateCache;
  effects: EffectWriter;
  waitForResults: WaitForResults;
  runEpisode: RunEpisode;
  settings: DurableTaskSettings;
  dispatcher(): Dispatcher;
  ended(instanceId: string): void;
  warn(message: string): void;
}

/** @returns the function for `DispatcherOptions.run`. */
export function makeOrchestrationRun(deps: OrchestrationRunDeps): (mailbox: Mailbox) => Promise<boolean> {
  return async (mailbox) => {
    await deps.waitForResults(mailbox.id);
    const state = loadState(deps, mailbox.id);
    const events = state ? currentEvents(mailbox.waiting, state.instance) : [];
    if (state && events.length > 0 && mustWaitForVersion(deps, state.instance, events)) return false;
    const batch = mailbox.waiting.splice(0);
    const lastSeq = batch.at(-1)?.seq ?? 0;
    if (!state || events.length === 0) {
      await discardMessages(deps, mailbox, lastSeq);
      return true;
    }
    const outcome = await deps.runEpisode(state, events);
    await commit(deps, mailbox, { state, outcome, lastSeq });
    return true;
  };
}

/** The instance's state, which the commit changes in place; undefined for an instance that no longer exists. */
function loadState({ cache, store }: OrchestrationRunDeps, id: string): InstanceState | undefined {
  const cached = cache.get(id);
  if (cached) return cached;
  const instance = store.instances.get(id);
  if (!instance) return undefined;
  return { instance, history: store.histories.load(id) };
}

/** The events for the current execution, with its start first; none for an instance that has ended. */
function currentEvents(waiting: readonly StoredMessage[], instance: Instance): HistoryEvent[] {
  if (isFinal(instance.status)) return [];
  const events: HistoryEvent[] = [];
  for (const { message } of waiting) {
    const { event, executionId } = message as OrchestrationMessage;
    if (executionId !== undefined && executionId !== instance.executionId) continue;
    if (event.EventType === EventType.ExecutionStarted) events.unshift(event);
    else events.push(event);
  }
  return events;
}

/** With the strategy `Reject`, an instance whose version this host may not run waits for a host that may run it. */
function mustWaitForVersion(deps: OrchestrationRunDeps, instance: Instance, events: readonly HistoryEvent[]): boolean {
  const { settings } = deps;
  if (settings.versionFailureStrategy !== 'Reject' || mayRunVersion(instance.version, settings)) return false;
  if (events.some((event) => event.EventType === EventType.ExecutionTerminated)) return false;
  const own = settings.defaultVersion === undefined ? 'no defaultVersion' : `defaultVersion ${settings.defaultVersion}`;
  deps.warn(`Instance '${instance.id}' has version ${instance.version ?? 'none'} and waits: host.json sets ${own}.`);
  return true;
}

function discardMessages({ commits, store }: OrchestrationRunDeps, mailbox: Mailbox, lastSeq: number): Promise<void> {
  return new Promise((resolve, reject) => {
    commits.add(() => store.inbox.removeUpTo(mailbox.id, lastSeq), resolve, reject);
  });
}

interface Run {
  state: InstanceState;
  outcome: EpisodeOutcome;
  lastSeq: number;
}

function commit(deps: OrchestrationRunDeps, mailbox: Mailbox, run: Run): Promise<void> {
  const { commits, store, effects } = deps;
  const text = segmentText(run.outcome.segment.events);
  let begin: (() => void) | undefined;
  return new Promise((resolve, reject) => {
    commits.add(
      () => {
        if (!deps.dispatcher().isCurrent(mailbox)) return;
        store.inbox.removeUpTo(mailbox.id, run.lastSeq);
        const { next } = run.outcome;
        const own = next ? storeNext(deps, next, run) : storeSegment(deps, run, text);
        const others = effects.store(mailbox.id, run.outcome.effects);
        begin = () => {
          own();
          others();
        };
      },
      () => {
        begin?.();
        resolve();
      },
      reject,
    );
  });
}

/** @returns a function to call after the commit. */
function storeSegment(deps: OrchestrationRunDeps, { state, outcome }: Run, text: string): () => void {
  const { store, cache, dispatcher, ended } = deps;
  const { instance, segment } = outcome;
  const { id } = instance;
  const isEnd = isFinal(instance.status);
  store.histories.append(id, state.history.actionCounts.length, segment.actionCount, text);
  store.instances.save(instance);
  if (isEnd) {
    store.work.removeAll(id);
    store.inbox.removeAll(id);
  }
  return () => {
    if (isEnd) {
      cache.remove(id);
      dispatcher().clear(id);
      return ended(id);
    }
    appendSegment(state.history, segment, text);
    cache.set(id, { instance, history: state.history });
  };
}

/** @returns a function to call after the commit. */
function storeNext(
  { store, cache, dispatcher }: OrchestrationRunDeps,
  { execution, carriedEvents }: NextExecution,
  { outcome, lastSeq }: Run,
): () => void {
  const { executionId, instanceId: id } = execution;
  const at = clock.now();
  store.histories.remove(id);
  store.work.removeAll(id);
  const row = pendingInstance(execution, RuntimeStatus.Running, at);
  store.instances.save({ ...row, customStatus: outcome.instance.customStatus });
  const first = [
    { to: id, executionId, event: executionStarted(execution, at) },
    ...carriedEvents.map((event) => ({ to: id, executionId, event })),
  ];
  const messages = first.map((message, i) => ({
    seq: store.inbox.addAfter(message, lastSeq, (i + 1) / (first.length + 1)),
    message,
  }));
  return () => {
    cache.remove(id);
    dispatcher().deliverFirst(id, messages);
  };
}
