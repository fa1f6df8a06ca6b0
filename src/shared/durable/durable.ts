// Typed durable calls: `yield*` on a step returns what the called function returns, by its contract. The plain `yield` of
// durable-functions returns `any`, which hides misspelt members.

import { EntityId, type OrchestrationContext, RetryOptions, type Task } from 'durable-functions';

export type DurableContext = OrchestrationContext;

/** An orchestrator or a part of one: yields durable tasks, and returns a T. */
export type Orchestration<T> = Generator<Task, T, unknown>;

/** A durable call, made by `yield*` or, in parallel with others, by `all`. Each can be used once. */
export interface Step<T> {
  readonly task: Task;
  [Symbol.iterator](): Orchestration<T>;
}

/** A contract: the input and output of each function, by name. */
export type Contract<C> = { [Name in keyof C]: { input: unknown; output: unknown } };

/** Gives a durable task the type of its result. */
export function step<T>(task: Task): Step<T> {
  return {
    task,
    *[Symbol.iterator]() {
      return (yield task) as T;
    },
  };
}

/** Calls activities by their contract, with a retry policy. @throws once all attempts have failed. */
export function activitySteps<C extends Contract<C>>(context: DurableContext, defaultPolicy: RetryOptions) {
  return <Name extends keyof C & string>(
    name: Name,
    input: C[Name]['input'],
    policy = defaultPolicy,
  ): Step<C[Name]['output']> => step(context.df.callActivityWithRetry(name, policy, input));
}

/** Calls operations of the entities of one name. */
export function entitySteps<C extends Contract<C>>(context: DurableContext, entityName: string) {
  return <Name extends keyof C & string>(key: string, name: Name, input: C[Name]['input']): Step<C[Name]['output']> =>
    step(context.df.callEntity(new EntityId(entityName, key), name, input));
}

/** The version of instances from before there were versions: the oldest that every orchestrator knows. */
export const firstVersion = '1.0';

/**
 * Calls sub-orchestrators by their contract, with an explicit instance id, and with the version of the caller: by default the
 * task hub would give them that of host.json, so an order from before a deployment would be continued by code it does not know.
 */
export function orchestratorSteps<C extends Contract<C>>(context: DurableContext) {
  return <Name extends keyof C & string>(
    name: Name,
    input: C[Name]['input'],
    instanceId: string,
  ): Step<C[Name]['output']> =>
    step(context.df.callSubOrchestrator(name, input, instanceId, context.df.version ?? firstVersion));
}

/** Runs steps (at least one) in parallel and returns their results, in order. */
export function all<T>(context: DurableContext, steps: Step<T>[]): Step<T[]> {
  return step(context.df.Task.all(steps.map(({ task }) => task)));
}

/**
 * When a failed call is retried: the pauses double from `firstMs` up to `longestMs`. Each attempt is in the history. So another
 * number of attempts breaks instances in which a call has failed, unless the orchestrator gets a new version.
 */
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

/** The first line of a fault's message: the stack of the activity, which follows, does not belong in records. */
export function faultMessage(fault: unknown): string {
  const text = fault instanceof Error ? fault.message : String(fault);
  return (text.split('\n')[0] ?? '').trim().slice(0, longestMessage);
}
