// One step of an entity: runs the waiting messages that may run now as one batch, and returns the outcome.
// Nothing is stored here: state, responses and signals are later committed together, or not at all.

import { randomUUID } from 'node:crypto';
import { clock } from '../../core/host-clock';
import type { Execute } from '../../execution/executor';
import type { RegisteredFunction } from '../../worker/function-registry';
import type { Message } from '../effects';
import { eventRaised } from '../events';
import type { FunctionCatalog } from '../function-catalog';
import { entityInstanceId } from './entity-id';
import { type EntityRequest, responseText } from './entity-messages';
import { type Operation, planStep, type WaitingMessage } from './entity-plan';
import type { EntityState } from './entity-state';

export interface EntityOutcome {
  entity: EntityState;
  /** The messages to remove from the inbox. */
  consumed: WaitingMessage[];
  messages: Message[];
}

export interface EntityDeps {
  catalog: FunctionCatalog;
  execute: Execute;
  maxBatchSize: number;
  /** False once an orchestration's execution has ended. */
  isLive(instanceId: string, executionId: string | undefined): boolean;
  warn(message: string): void;
}

interface BatchReply {
  entityExists: boolean;
  entityState?: string | null;
  results: { isError: boolean; result?: string }[];
  signals: { target: { name: string; key: string }; name: string; input?: string }[];
}

export type RunEntityStep = (entity: EntityState, waiting: readonly WaitingMessage[]) => Promise<EntityOutcome>;

export function makeRunEntityStep(deps: EntityDeps): RunEntityStep {
  return async (entity, waiting) => {
    const plan = planStep(entity, waiting, deps);
    const { consumed, messages } = plan;
    const locked = { ...entity, lock: plan.lock };
    if (plan.operations.length === 0) return { entity: locked, consumed, messages };
    const reply = await runBatch(deps, entity, plan.operations);
    const now = clock.now();
    const responses = plan.operations.flatMap((operation, i) => response(operation, reply.results[i], now));
    const signals = reply.signals.flatMap((signal) => signalMessage(deps, entity, signal, now));
    const changed = {
      exists: reply.entityExists,
      state: reply.entityExists ? (reply.entityState ?? null) : null,
      lastOperationAt: now,
    };
    return { entity: { ...locked, ...changed }, consumed, messages: [...responses, ...messages, ...signals] };
  };
}

async function runBatch(deps: EntityDeps, entity: EntityState, operations: Operation[]): Promise<BatchReply> {
  const fn = deps.catalog.entity(entity.name);
  if (!fn) return allFailed(entity, operations, deps.catalog.missing('entity', entity.name));
  try {
    return await invoke(deps.execute, fn, entity, operations);
  } catch (error) {
    // The genuine host would retry forever, but an error outside the operations would only occur again.
    return allFailed(entity, operations, error instanceof Error ? error.message : String(error));
  }
}

async function invoke(
  execute: Execute,
  fn: RegisteredFunction,
  entity: EntityState,
  operations: Operation[],
): Promise<BatchReply> {
  const batch = operations.map(({ op, input, signal, id }) => ({
    name: op ?? '',
    input: input ?? null,
    isSignal: signal === true,
    id,
  }));
  const self = { name: entity.name, key: entity.key };
  const payload = JSON.stringify({ self, exists: entity.exists, state: entity.state, batch });
  const { returnValue } = await execute(fn, { reason: '(null)', trigger: { string: payload } });
  const text = returnValue?.json ?? returnValue?.string;
  if (text === undefined) throw new Error(`The entity function '${fn.name}' returned no entity state.`);
  return JSON.parse(text) as BatchReply;
}

function allFailed(entity: EntityState, operations: Operation[], reason: string): BatchReply {
  const result = JSON.stringify(reason);
  return {
    entityExists: entity.exists,
    entityState: entity.state,
    results: operations.map(() => ({ isError: true, result })),
    signals: [],
  };
}

function response(operation: EntityRequest, result: BatchReply['results'][number] | undefined, at: number): Message[] {
  if (operation.signal || operation.parent === undefined) return [];
  const text = responseText({ result: result?.result ?? null, failed: result?.isError === true });
  const { parent: to, parentExecution: executionId } = operation;
  const event = eventRaised(operation.id, text, at);
  return [executionId === undefined ? { to, event } : { to, executionId, event }];
}

function signalMessage(
  deps: EntityDeps,
  sender: EntityState,
  { target, name, input }: BatchReply['signals'][number],
  at: number,
): Message[] {
  if (!deps.catalog.entity(target.name)) {
    deps.warn(`Entity '${sender.id}' signals an unknown entity. ${deps.catalog.missing('entity', target.name)}`);
    return [];
  }
  const request: EntityRequest = {
    op: name,
    signal: true,
    ...(input && { input }),
    id: randomUUID(),
    parent: sender.id,
    requestTime: new Date(at).toISOString(),
  };
  return [{ to: entityInstanceId(target), request }];
}
