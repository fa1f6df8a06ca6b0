// Walks an orchestration's action list along its history, exactly as durable-functions does on its side, and so finds
// what is new. Both sides number the steps by the same rule; a difference means that the orchestrator is not
// deterministic.

import type { Action } from '../actions';
import { isFailedAnswer } from '../entities/entity-messages';
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
  /** The whole history, the new messages included. */
  events: Iterable<HistoryEvent>;
  /** For each earlier episode, how many actions its reply had. */
  seen: readonly number[];
  actions: readonly Action[];
  /** The orchestrator returned, threw or continues as new. */
  done: boolean;
}

export interface Interpretation {
  /** New steps, by ascending id. */
  decisions: Decision[];
  nextId: number;
  /** False while a started task or an uncancelled timer is open: the instance may not end before. */
  idle: boolean;
  /** True when nothing is open that could ever move the orchestrator on. */
  stuck: boolean;
  /** Present once the orchestrator asked to continue as new. */
  continueAsNew?: { input?: unknown };
  /** Events that nobody waited for, in order of arrival. */
  unclaimed: EventRaised[];
  /** Ids of timers that need not fire. */
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
  const walker = makeWalker(context, input.actions);
  const pause = makePause((event) => deliver(event, context, walker));
  let episode = 0;
  for (const event of input.events) {
    if (isScheduling(event)) steps.match(event);
    else if (event.EventType === EventType.ExecutionStarted) walker.walk();
    else if (event.EventType === EventType.OrchestratorStarted) {
      clock = Date.parse(event.Timestamp);
      walker.knows(input.seen[episode++] ?? input.actions.length);
    } else pause.pass(event);
  }
  const suspended = pause.suspended();
  if (input.done && !suspended) walker.runOut();
  return {
    decisions: steps.undone(),
    nextId: steps.nextId(),
    idle: steps.idle(),
    stuck: steps.idle() && !suspended && !events.awaited() && !steps.asking(),
    ...(continueAsNew && { continueAsNew }),
    unclaimed: events.unclaimed(),
    cancelledTimers: steps.cancelledTimers(),
    ...(suspended && { suspended }),
  };
}

interface Walker {
  /** The orchestrator has asked for this many actions by now. */
  knows(actions: number): void;
  /** Starts actions until one does not end at once. */
  walk(): void;
  /** Nothing is open, yet an action waits: goes on to the end of the list regardless. */
  runOut(): void;
}

function makeWalker(context: StepContext, actions: readonly Action[]): Walker {
  let position = 0;
  let known = 0;
  let waiting = false;
  let walking = false;
  const actionEnded = () => {
    waiting = false;
    walk();
  };
  function walk(): void {
    if (walking) return;
    walking = true;
    for (let action = actions[position]; action && !waiting && position < known; action = actions[position]) {
      position++;
      waiting = true;
      startAction(context, action, actionEnded);
    }
    walking = false;
  }
  return {
    knows(count) {
      known = count;
    },
    walk,
    runOut() {
      while (waiting && position < known && context.steps.idle()) actionEnded();
    },
  };
}

function deliver(event: HistoryEvent, { steps, events }: StepContext, walker: Walker): void {
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
      if (!steps.answer(event.Name, isFailedAnswer(event.Input))) events.raise(event);
      break;
    case EventType.GenericEvent:
      break;
    default:
      return;
  }
  walker.walk();
}

/** Holds back what arrives while the instance is suspended. */
function makePause(pass: (event: HistoryEvent) => void) {
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
