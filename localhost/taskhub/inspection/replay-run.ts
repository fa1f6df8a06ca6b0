// Runs an orchestrator's present code over a recorded execution, and finds where the two differ first.

import type { DurableTaskSettings } from '../../config/host-json';
import type { Execute } from '../../execution/executor';
import type { RegisteredFunction } from '../../worker/function-registry';
import { EventType, type HistoryEvent } from '../history';
import { appendSegment, emptyHistory, type InstanceState, segmentText } from '../instance';
import { orchestrationPayload } from '../orchestrations/payload';
import { describeDecision } from '../replay/decisions';
import { type Interpretation, interpret } from '../replay/interpreter';
import { ReplayError } from '../replay/replay-error';
import { parseFailedReply, parseReply, type Reply } from '../replay/reply';
import { RuntimeStatus } from '../runtime-status';
import { type RecordedRun, recordedEnd } from './recorded-run';

export interface ReplayDeps {
  orchestrator: RegisteredFunction;
  execute: Execute;
  settings: DurableTaskSettings;
}

export interface ReplayResult {
  /** The first difference between record and code, in a sentence; absent if there is none. */
  difference?: string;
  /** What the code asks for after the last event that was replayed. */
  next: string[];
  reply: Reply;
}

/** How many actions the orchestrator had asked for by the end of each episode, where the record does not say. */
export async function countActions(deps: ReplayDeps, run: RecordedRun): Promise<number[]> {
  const counts: number[] = [];
  for (const end of episodeEnds(run.events)) {
    const reply = await runOver(deps, run, run.events.slice(0, end));
    counts.push(reply.actions.length);
  }
  return counts;
}

/** @param until how many events to replay; default: all. @throws what the orchestrator's library throws on its own */
export async function replayRun(deps: ReplayDeps, run: RecordedRun, until = run.events.length): Promise<ReplayResult> {
  const events = run.events.slice(0, until);
  const reply = await runOver(deps, run, events);
  const done = reply.isDone || reply.error !== undefined;
  let found: Interpretation;
  try {
    found = interpret({
      instanceId: run.instanceId,
      executionId: run.executionId,
      httpPollMs: deps.settings.defaultAsyncRequestSleepTimeMs,
      events,
      // The last episode has no limit: what the code asks for beyond the record is a difference.
      actionCounts: (run.actionCounts ?? []).slice(0, episodeEnds(events).length - 1),
      actions: reply.actions,
      done,
    });
  } catch (error) {
    if (!(error instanceof ReplayError)) throw error;
    return { difference: error.message, next: [], reply };
  }
  const next = found.decisions.map((decision) => `step ${decision.id}: ${describeDecision(decision)}`);
  const difference = until < run.events.length ? undefined : differenceAtEnd(run, reply, next);
  return { next, reply, ...(difference !== undefined && { difference }) };
}

/** Of a record that ends: the code must end too, in the same way, without asking for more. */
function differenceAtEnd(run: RecordedRun, reply: Reply, next: string[]): string | undefined {
  const end = recordedEnd(run);
  if (!end || end.status === RuntimeStatus.Terminated) return undefined;
  if (next.length > 0) return `The record ends here, but the orchestrator now asks for ${next.join(', ')}.`;
  const [was, is] = [endText(end.status !== RuntimeStatus.Failed, end.result), endOf(reply)];
  return was === is ? undefined : `The recorded execution ended with ${was}; the orchestrator now ${endsOrWaits(is)}.`;
}

function endsOrWaits(end: string | undefined): string {
  return end === undefined ? 'waits' : `ends with ${end}`;
}

function endOf(reply: Reply): string | undefined {
  if (reply.error !== undefined) return endText(false, reply.error);
  return reply.isDone ? endText(true, reply.output) : undefined;
}

/** Messages of failures differ in how they are told, so only the fact counts. */
function endText(succeeded: boolean, result: string | null): string {
  return succeeded ? `the result ${result ?? 'null'}` : 'a failure';
}

async function runOver(deps: ReplayDeps, run: RecordedRun, events: HistoryEvent[]): Promise<Reply> {
  const payload = orchestrationPayload(stateBefore(run, events), lastEpisode(events), deps.settings);
  const request = {
    reason: 'Replay',
    trigger: { string: payload },
    triggerMetadata: { instanceId: { string: run.instanceId } },
  };
  try {
    return parseReply((await deps.execute(deps.orchestrator, request)).returnValue);
  } catch (error) {
    const failed = parseFailedReply(error);
    if (!failed) throw error;
    return failed;
  }
}

function stateBefore(run: RecordedRun, events: HistoryEvent[]): InstanceState {
  const { instanceId: id, executionId, name, input } = run;
  const earlier = events.slice(0, startOfLastEpisode(events));
  const history = emptyHistory();
  if (earlier.length > 0) appendSegment(history, { events: earlier, actionCount: 0 }, segmentText(earlier));
  const times = { createdAt: 0, updatedAt: 0 };
  const rest = { version: null, status: RuntimeStatus.Running, output: null, customStatus: null };
  return { instance: { id, executionId, name, input, ...rest, ...times, parent: null, generation: null }, history };
}

function lastEpisode(events: HistoryEvent[]): HistoryEvent[] {
  return events.slice(startOfLastEpisode(events));
}

function startOfLastEpisode(events: HistoryEvent[]): number {
  return Math.max(
    0,
    events.findLastIndex((event) => event.EventType === EventType.OrchestratorStarted),
  );
}

/** The indexes after the messages of each episode, where the orchestrator's reply to them is due. */
function episodeEnds(events: HistoryEvent[]): number[] {
  const starts = events.flatMap((event, index) => (event.EventType === EventType.OrchestratorStarted ? [index] : []));
  return starts.map((_, episode) => starts[episode + 1] ?? events.length);
}
