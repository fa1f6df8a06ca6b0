// Drives an orchestrator with scripted results: its durable calls complete immediately and in order, with the retries of their
// policies. A test sees the exact sequence of calls.

import { DummyOrchestrationContext, type RetryOptions, type Task } from 'durable-functions';
import type { DurableContext, Orchestration } from '../../src/shared/durable/durable';

export interface Call {
  /** `authorizePayment`, `stock.reserve oak`, `shipmentOrchestrator ord_1:north`. */
  label: string;
  input: unknown;
}

/** The result of a call; `attempt` counts from 1. If it throws, the call is retried. */
export type Answer = (input: never, attempt: number) => unknown;

export interface Script {
  input: unknown;
  now: string;
  /** Keyed by the call's name without its key: `authorizePayment`, `stock.reserve`. */
  answers: Record<string, Answer>;
  /** In order of arrival; the name `timer` stands for the running timer. */
  events?: { name: string; data?: unknown }[];
  /** With which the instance was started; absent in instances from before there were versions. */
  version?: string;
}

export interface Driven<T> {
  /** Undefined while the orchestrator waits for an event. */
  result: T | undefined;
  calls: Call[];
  /** Number of attempts by label. */
  attempts: Record<string, number>;
  statuses: unknown[];
  timers: { at: string; end: 'running' | 'fired' | 'cancelled' }[];
}

interface Fake {
  isCompleted: boolean;
  result?: unknown;
  /** Completes the task; false if its event is missing. */
  settle(): boolean;
}

export function driveOrchestrator<T>(
  orchestrator: (context: DurableContext) => Orchestration<T>,
  script: Script,
): Driven<T> {
  const driven: Driven<T> = { result: undefined, calls: [], attempts: {}, statuses: [], timers: [] };
  const context = new DummyOrchestrationContext('orchestration', 'invocation', () => undefined);
  context.df = fakeDf(script, driven) as unknown as DurableContext['df'];
  const orchestration = orchestrator(context);
  let next = orchestration.next();
  while (!next.done) {
    const task = next.value as unknown as Fake;
    try {
      if (!task.settle()) return driven;
    } catch (fault) {
      next = orchestration.throw(fault);
      continue;
    }
    next = orchestration.next(task.result);
  }
  return { ...driven, result: next.value };
}

function fakeDf(script: Script, driven: Driven<unknown>) {
  const events = [...(script.events ?? [])];
  const waits: (Fake & { name: string; completed: () => void })[] = [];
  let now = new Date(script.now);

  function call(label: string, name: string, input: unknown, attempts = 1): Fake {
    return fake((self) => {
      driven.calls.push({ label, input });
      for (let attempt = 1; ; attempt++) {
        driven.attempts[label] = attempt;
        try {
          const answer = script.answers[name];
          if (!answer) throw new Error(`The script has no answer to ${name}.`);
          self.result = answer(input as never, attempt);
          return true;
        } catch (fault) {
          if (attempt >= attempts) throw fault;
        }
      }
    });
  }

  /** Like the task hub: of several waits for one event name the latest gets the event first. */
  function deliver(): boolean {
    const event = events.shift();
    if (!event) return false;
    if (event.name === 'timer') now = new Date(driven.timers.findLast(({ end }) => end === 'running')?.at ?? now);
    const served = waits.findLast(({ name, isCompleted }) => name === event.name && !isCompleted);
    if (!served) throw new Error(`Nobody waits for ${event.name}.`);
    served.result = event.data;
    served.isCompleted = true;
    served.completed();
    return true;
  }

  function wait(name: string, completed: () => void = () => undefined) {
    const self = fake(() => {
      throw new Error('A wait is settled by an event only.');
    });
    waits.push(Object.assign(self, { name, completed }));
    return self;
  }

  return {
    instanceId: 'instance',
    version: script.version,
    isReplaying: false,
    get currentUtcDateTime() {
      return now;
    },
    getInput: () => script.input,
    setCustomStatus: (status: unknown) => driven.statuses.push(status),
    callActivityWithRetry: (name: string, policy: RetryOptions, input: unknown) =>
      call(name, name, input, policy.maxNumberOfAttempts),
    callEntity: (entity: { name: string; key: string }, operation: string, input: unknown) =>
      call(`${entity.name}.${operation} ${entity.key}`, `${entity.name}.${operation}`, input),
    callSubOrchestrator: (name: string, input: unknown, instanceId: string) =>
      call(`${name} ${instanceId}`, name, input),
    waitForExternalEvent: (name: string) => wait(name),
    createTimer(at: Date) {
      const timer: Driven<unknown>['timers'][number] = { at: at.toISOString(), end: 'running' };
      driven.timers.push(timer);
      return Object.assign(
        wait('timer', () => {
          timer.end = 'fired';
        }),
        {
          cancel() {
            timer.end = 'cancelled';
          },
        },
      );
    },
    Task: {
      all: (tasks: Task[]) =>
        fake((self) => {
          const fakes = tasks as unknown as Fake[];
          const faults = fakes.flatMap((task) => faultOf(task) ?? []);
          if (faults.length > 0) throw faults[0];
          self.result = fakes.map(({ result }) => result);
          return true;
        }),
      any: (tasks: Task[]) =>
        fake(() => {
          const fakes = tasks as unknown as Fake[];
          while (!fakes.some(({ isCompleted }) => isCompleted)) if (!deliver()) return false;
          return true;
        }),
    },
  };
}

/** Runs all calls, even when one fails. */
function faultOf(task: Fake): Error | undefined {
  try {
    task.settle();
    return undefined;
  } catch (fault) {
    return fault as Error;
  }
}

/** A task that can be used once, like the real ones. */
function fake(settle: (self: Fake) => boolean): Fake {
  let used = false;
  const self: Fake = {
    isCompleted: false,
    settle() {
      if (used) throw new Error('The orchestrator used a task twice.');
      used = true;
      self.isCompleted = settle(self);
      return self.isCompleted;
    },
  };
  return self;
}
