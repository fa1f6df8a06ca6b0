// Orchestrators with types: a `yield*` on a step answers with what the called function answers, as its contract says.
// The plain `yield` of durable-functions gives `any`, in which a misspelt member goes unnoticed.

import { EntityId, type OrchestrationContext, RetryOptions, type Task } from 'durable-functions';

export type DurableContext = OrchestrationContext;

/** A stretch of an orchestrator: durable tasks, one after the other, and a T at its end. */
export type Orchestration<T> = Generator<Task, T, unknown>;

/** A durable call that is made by `yield*`, or by `all` together with others. Each may be used once only. */
export interface Step<T> {
  readonly task: Task;
  [Symbol.iterator](): Orchestration<T>;
}

/** A contract: for each name what goes in and what comes out. */
export type Contract<C> = { [Name in keyof C]: { input: unknown; output: unknown } };

/** Wraps a durable task whose result is known to be a T. */
export function step<T>(task: Task): Step<T> {
  return {
    task,
    *[Symbol.iterator]() {
      return (yield task) as T;
    },
  };
}

/** Calls activities by their contract; each may be given a policy of its own. A fault is thrown once all attempts have failed. */
export function activitySteps<C extends Contract<C>>(context: DurableContext, usual: RetryOptions) {
  return <Name extends keyof C & string>(
    name: Name,
    input: C[Name]['input'],
    policy = usual,
  ): Step<C[Name]['output']> => step(context.df.callActivityWithRetry(name, policy, input));
}

/** Calls operations of the entities of one name. */
export function entitySteps<C extends Contract<C>>(context: DurableContext, entityName: string) {
  return <Name extends keyof C & string>(key: string, name: Name, input: C[Name]['input']): Step<C[Name]['output']> =>
    step(context.df.callEntity(new EntityId(entityName, key), name, input));
}

/** Calls sub-orchestrators by their contract, under an instance id of one's own choice. */
export function orchestratorSteps<C extends Contract<C>>(context: DurableContext) {
  return <Name extends keyof C & string>(
    name: Name,
    input: C[Name]['input'],
    instanceId: string,
  ): Step<C[Name]['output']> => step(context.df.callSubOrchestrator(name, input, instanceId));
}

/** Takes steps (at least one) at the same time and answers with their results, in order. */
export function all<T>(context: DurableContext, steps: Step<T>[]): Step<T[]> {
  return step(context.df.Task.all(steps.map(({ task }) => task)));
}

/** How long a fault is met with another attempt: pauses double from `firstMs` up to `longestMs`. */
export interface RetrySchedule {
  attempts: number;
  firstMs: number;
  longestMs: number;
}

export function retryPolicy({ attempts, firstMs, longestMs }: RetrySchedule): RetryOptions {
  const policy = new RetryOptions(firstMs, attempts);
  policy.backoffCoefficient = 2;
  policy.maxRetryIntervalInMilliseconds = longestMs;
  return policy;
}

const longestMessage = 300;

/** What a fault says, in its first line: after it comes the stack of the activity, which has no place in records. */
export function faultMessage(fault: unknown): string {
  const text = fault instanceof Error ? fault.message : String(fault);
  return (text.split('\n')[0] ?? '').trim().slice(0, longestMessage);
}
