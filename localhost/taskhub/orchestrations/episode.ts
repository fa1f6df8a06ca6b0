// One episode of an orchestration: passes the history and the new messages to the orchestrator, and turns its reply
// into new history and effects. Nothing is stored here: the outcome is later committed as a whole, or not at all.

import type { DurableTaskSettings } from '../../config/host-json';
import { clock } from '../../core/host-clock';
import type { Execute } from '../../execution/executor';
import { countActions } from '../actions';
import { type Effects, noEffects } from '../effects';
import { executionCompleted, type NewExecution, orchestratorCompleted, orchestratorStarted } from '../events';
import type { FunctionCatalog } from '../function-catalog';
import { type EventRaised, EventType, type HistoryEvent } from '../history';
import type { HistorySegment, Instance, InstanceState } from '../instance';
import { newId } from '../instance';
import { type Interpretation, interpret } from '../replay/interpreter';
import { ReplayError } from '../replay/replay-error';
import { parseFailedReply, parseReply, type Reply } from '../replay/reply';
import { RuntimeStatus } from '../runtime-status';
import { applyDecision } from './apply-decision';
import {
  completed,
  type FinalState,
  failed,
  failedWith,
  lockReleases,
  parentMessage,
  terminated,
  versionMismatch,
} from './final-state';
import { orchestrationPayload } from './payload';
import { mayRunVersion } from './versioning';

export interface EpisodeOutcome {
  /** The status row after the episode. */
  instance: Instance;
  segment: HistorySegment;
  effects: Effects;
  /** Present when the instance continues as a new execution; this execution's history is then discarded. */
  next?: NextExecution;
}

export interface NextExecution {
  execution: NewExecution;
  /** Buffered events, which the new execution receives first. */
  carriedEvents: EventRaised[];
}

export interface EpisodeDeps {
  catalog: FunctionCatalog;
  execute: Execute;
  settings: DurableTaskSettings;
  warn(message: string): void;
}

export type RunEpisode = (state: InstanceState, messages: readonly HistoryEvent[]) => Promise<EpisodeOutcome>;

/** The outcome of an episode, as far as it is known while the episode runs. */
interface Draft {
  state: InstanceState;
  arrived: HistoryEvent[];
  /** How many actions the orchestrator has requested; 0 until it has replied. */
  actionCount: number;
}

const customStatusLimit = 16 * 1024;

export function makeRunEpisode(deps: EpisodeDeps): RunEpisode {
  return async (state, messages) => {
    const end = messages.findIndex((event) => event.EventType === EventType.ExecutionTerminated);
    const taken = end < 0 ? messages : messages.slice(0, end + 1);
    const at = episodeTime(state, taken);
    const draft: Draft = { state, arrived: [orchestratorStarted(at), ...taken], actionCount: 0 };
    const last = taken.at(-1);
    if (last?.EventType === EventType.ExecutionTerminated) return conclude(draft, terminated(last.Input));
    try {
      return await invoke(deps, draft);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const bare = error instanceof ReplayError && error.bare;
      deps.warn(`Instance '${state.instance.id}' of '${state.instance.name}' failed: ${message}`);
      return conclude(draft, bare ? failedWith(message) : failed(state.instance.name, message));
    }
  };
}

/** Later than the previous episode, and not earlier than the due time of a timer that fired in this one. */
function episodeTime({ history }: InstanceState, arrived: readonly HistoryEvent[]): number {
  let at = Math.max(clock.now(), history.lastEpisodeAt + 1);
  for (const event of arrived) {
    if (event.EventType === EventType.TimerFired) at = Math.max(at, Date.parse(event.FireAt));
  }
  return at;
}

async function invoke(deps: EpisodeDeps, draft: Draft): Promise<EpisodeOutcome> {
  const { catalog, settings } = deps;
  const { instance } = draft.state;
  const fn = catalog.orchestrator(instance.name);
  if (!mayRunVersion(instance.version, settings)) {
    return conclude(draft, versionMismatch());
  }
  if (!fn) throw new ReplayError(catalog.missing('orchestrator', instance.name));
  const payload = orchestrationPayload(draft.state, draft.arrived, settings);
  const request = {
    reason: '(null)',
    trigger: { string: payload },
    triggerMetadata: { instanceId: { string: instance.id } },
  };
  const reply = await deps.execute(fn, request).then(
    ({ returnValue }) => parseReply(returnValue),
    (error) => {
      const failedReply = parseFailedReply(error);
      if (!failedReply) throw error;
      return failedReply;
    },
  );
  return apply(deps, draft, reply);
}

function apply(deps: EpisodeDeps, draft: Draft, reply: Reply): EpisodeOutcome {
  const { instance, history } = draft.state;
  draft.actionCount = reply.actions.length;
  checkLimits(reply, deps.settings);
  const done = reply.isDone || reply.error !== undefined;
  const found = interpret({
    instanceId: instance.id,
    executionId: instance.executionId,
    httpPollMs: deps.settings.defaultAsyncRequestSleepTimeMs,
    events: concat(history.events, draft.arrived),
    actionCounts: history.actionCounts,
    actions: reply.actions,
    done,
  });
  const now = clock.now();
  const effects: Effects = { ...noEffects(), cancelledTimers: found.cancelledTimers };
  const context = { ...deps, instance, at: now, effects };
  const scheduled = found.decisions.map((decision) => applyDecision(decision, context));
  const open = { ...draft, arrived: [...draft.arrived, ...scheduled] };
  if (done && found.idle && !found.suspended) return end(open, reply, found, effects);
  if (!done && found.stuck) {
    throw new ReplayError('The orchestrator neither returned nor waits for anything that can still happen.');
  }
  return {
    instance: { ...instance, ...statusOf(found, reply), updatedAt: now },
    segment: { events: [...open.arrived, orchestratorCompleted(now)], actionCount: draft.actionCount },
    effects,
  };
}

function statusOf(found: Interpretation, { customStatus }: Reply): Partial<Instance> {
  const { suspended } = found;
  if (!suspended) return { status: RuntimeStatus.Running, output: null, customStatus };
  const output = suspended.reason === null ? null : JSON.stringify(suspended.reason);
  return { status: RuntimeStatus.Suspended, output, customStatus };
}

function checkLimits(reply: Reply, { maxOrchestrationActions }: DurableTaskSettings): void {
  const count = countActions(reply.actions);
  if (count > maxOrchestrationActions) {
    throw new ReplayError(
      `The orchestrator requested ${count} actions, more than maxOrchestrationActions (${maxOrchestrationActions}).`,
    );
  }
  if (reply.customStatus !== null && 2 * reply.customStatus.length > customStatusLimit) {
    throw new ReplayError('The custom status is larger than 16 KB as UTF-16 JSON text.');
  }
}

function end(draft: Draft, reply: Reply, found: Interpretation, effects: Effects): EpisodeOutcome {
  const { instance } = draft.state;
  if (found.continueAsNew && reply.error === undefined) return continueAsNew(draft, reply, found, effects);
  const final =
    reply.error === undefined ? completed(reply.output) : failed(instance.name, reply.error, reply.failureDetails);
  const outcome = conclude(draft, final, found.nextId, effects);
  outcome.instance.customStatus = reply.customStatus;
  return outcome;
}

function continueAsNew(draft: Draft, reply: Reply, found: Interpretation, effects: Effects): EpisodeOutcome {
  const { instance, history } = draft.state;
  const { id: instanceId, name, version, parent } = instance;
  const input = found.continueAsNew?.input;
  const execution: NewExecution = {
    instanceId,
    executionId: newId(),
    name,
    version,
    input: input === undefined ? null : JSON.stringify(input),
    parent,
    generation: null,
  };
  effects.messages.push(...lockReleases(instanceId, concat(history.events, draft.arrived)));
  return {
    instance: { ...instance, customStatus: reply.customStatus },
    segment: { events: [], actionCount: 0 },
    effects,
    next: { execution, carriedEvents: found.bufferedEvents },
  };
}

function conclude(draft: Draft, final: FinalState, id = -1, effects = noEffects()): EpisodeOutcome {
  const { instance, history } = draft.state;
  const now = clock.now();
  const parent = parentMessage(instance, final, now);
  effects.messages.push(...lockReleases(instance.id, concat(history.events, draft.arrived)));
  if (parent) effects.messages.push(parent);
  const { status, result, failureDetails: details = null } = final;
  const last = executionCompleted(id, { status, result, details }, now);
  return {
    instance: { ...instance, status: final.status, output: final.output, updatedAt: now },
    segment: { events: [...draft.arrived, last, orchestratorCompleted(now)], actionCount: draft.actionCount },
    effects,
  };
}

function* concat<T>(first: readonly T[], second: readonly T[]): Iterable<T> {
  yield* first;
  yield* second;
}
