// Replays an orchestrator's actions against its history, exactly as durable-functions does, to find new decisions. Both
// number the steps by the same rule, so a mismatch means that the orchestrator is not deterministic.

import type { Action } from '../actions';
import { isFailedResponse } from '../entities/entity-messages';
import { type EventRaised, EventType, type HistoryEvent } from '../history';
import { type Decision, isScheduling } from './decisions';
import { makeEventWaits } from './event-waits';
import { makeOpenSteps } from './open-steps';
import type { StepContext } from './step-context';
import { startAction } from './steps';

export interface InterpreterInput {
  instanceId: string;
  executionId: string;
  httpPollMs: number;
  /** The whole history, including the new messages. */
  events: Iterable<HistoryEvent>;
  /** For each earlier episode, how many actions its reply had. */
  actionCounts: readonly number[];
  actions: readonly Action[];
  /** True when the orchestrator returned, threw or continues as new. */
  done: boolean;
}

export interface Interpretation {
  /** New decisions, by ascending id. */
  decisions: Decision[];
  nextId: number;
  /** False while a task or an uncancelled timer is open. The instance cannot end until then. */
  idle: boolean;
  /** True when nothing is open that could let the orchestrator continue. */
  stuck: boolean;
  continueAsNew?: { input?: unknown };
  /** Events without a wait, in order of arrival. */
  bufferedEvents: EventRaised[];
  cancelledTimers: number[];
  /** Present while the instance is suspended. */
  suspended?: { reason: string | null };
}

/**
 * Replays a history.
 * @throws ReplayError when history and actions contradict each other.
 */
export function interpret(input: InterpreterInput): Interpretation {
  const steps = makeOpenSteps(input.instanceId);
  const events = makeEventWaits();
  const { executionId, httpPollMs } = input;
  let clock = 0;
  let continueAsNew: { input?: unknown } | undefined;
  const context: StepContext = {
    steps,
    events,
    executionId,
    httpPollMs,
    now: () => clock,
    continueAsNew(action) {
      continueAsNew = action;
    },
  };
  const runner = makeActionRunner(context, input.actions);
  const suspension = makeSuspension((event) => deliver(event, context, runner));
  let episode = 0;
  for (const event of input.events) {
    if (isScheduling(event)) steps.match(event);
    else if (event.EventType === EventType.ExecutionStarted) runner.run();
    else if (event.EventType === EventType.OrchestratorStarted) {
      clock = Date.parse(event.Timestamp);
      runner.limitTo(input.actionCounts[episode++] ?? input.actions.length);
    } else suspension.pass(event);
  }
  const suspended = suspension.suspended();
  if (input.done && !suspended) runner.finish();
  return {
    decisions: steps.newDecisions(),
    nextId: steps.nextId(),
    idle: steps.idle(),
    stuck: steps.idle() && !suspended && !events.isWaiting() && !steps.awaitsResponse(),
    ...(continueAsNew && { continueAsNew }),
    bufferedEvents: events.bufferedEvents(),
    cancelledTimers: steps.cancelledTimers(),
    ...(suspended && { suspended }),
  };
}

interface ActionRunner {
  /** Sets how many actions the orchestrator had requested by the current episode. */
  limitTo(actions: number): void;
  /** Starts actions until one does not complete at once. */
  run(): void;
  /** Starts the remaining actions when nothing is open but an action still waits. */
  finish(): void;
}

function makeActionRunner(context: StepContext, actions: readonly Action[]): ActionRunner {
  let position = 0;
  let requested = 0;
  let waiting = false;
  let running = false;
  const actionEnded = () => {
    waiting = false;
    run();
  };
  function run(): void {
    if (running) return;
    running = true;
    for (let action = actions[position]; action && !waiting && position < requested; action = actions[position]) {
      position++;
      waiting = true;
      startAction(context, action, actionEnded);
    }
    running = false;
  }
  return {
    limitTo(count) {
      requested = count;
    },
    run,
    finish() {
      while (waiting && position < requested && context.steps.idle()) actionEnded();
    },
  };
}

function deliver(event: HistoryEvent, { steps, events }: StepContext, runner: ActionRunner): void {
  switch (event.EventType) {
    case EventType.TaskCompleted:
    case EventType.TaskFailed:
    case EventType.SubOrchestrationInstanceCompleted:
    case EventType.SubOrchestrationInstanceFailed:
      steps.complete(event.TaskScheduledId, event);
      break;
    case EventType.TimerFired:
      steps.complete(event.TimerId, event);
      break;
    case EventType.EventRaised:
      if (!steps.respond(event.Name, isFailedResponse(event.Input))) events.raise(event);
      break;
    case EventType.GenericEvent:
      break;
    default:
      return;
  }
  runner.run();
}

/** Holds back events while the instance is suspended. */
function makeSuspension(pass: (event: HistoryEvent) => void) {
  let suspended: { reason: string | null } | undefined;
  let held: HistoryEvent[] = [];
  return {
    suspended: () => suspended,
    pass(event: HistoryEvent): void {
      if (event.EventType === EventType.ExecutionSuspended) suspended = { reason: event.Reason };
      else if (event.EventType === EventType.ExecutionResumed) {
        suspended = undefined;
        const late = held;
        held = [];
        for (const one of late) pass(one);
      } else if (suspended) held.push(event);
      else pass(event);
    },
  };
}
