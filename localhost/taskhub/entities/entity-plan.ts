// Decides which waiting messages an entity may process now. While it is locked, only messages of the lock holder run.

import { clock } from '../../core/host-clock';
import type { Message } from '../effects';
import { eventRaised } from '../events';
import { entityInstanceId } from './entity-id';
import { type EntityMessage, type EntityRequest, lockAcquired, responseText } from './entity-messages';
import type { EntityState } from './entity-state';

export interface WaitingMessage {
  /** Sequence number in the task hub's inbox. */
  seq: number;
  request: EntityMessage;
}

export type Operation = EntityRequest;

export interface EntityPlan {
  /** Run as one batch, in this order. */
  operations: Operation[];
  lock: EntityState['lock'];
  consumed: WaitingMessage[];
  /** Lock requests to pass on to the next entity, and responses to granted ones. */
  messages: Message[];
}

export interface PlanRules {
  maxBatchSize: number;
  isLive(instanceId: string, executionId: string | undefined): boolean;
}

export function planStep(entity: EntityState, waiting: readonly WaitingMessage[], rules: PlanRules): EntityPlan {
  const plan: EntityPlan = { operations: [], lock: entity.lock, consumed: [], messages: [] };
  let rest = waiting;
  while (rest.length > 0) rest = takeUntilRelease(rest, plan, rules);
  return plan;
}

/**
 * Takes messages in order until one of them releases the lock.
 * @returns the messages to look at next: those that had to wait for the release, then the rest.
 */
function takeUntilRelease(messages: readonly WaitingMessage[], plan: EntityPlan, rules: PlanRules): WaitingMessage[] {
  const passedOver: WaitingMessage[] = [];
  for (const [index, message] of messages.entries()) {
    if (plan.operations.length >= rules.maxBatchSize) return [];
    const wasLocked = plan.lock !== null;
    if (!take(message.request, plan, rules)) passedOver.push(message);
    else plan.consumed.push(message);
    if (wasLocked && plan.lock === null) return [...passedOver, ...messages.slice(index + 1)];
  }
  dropReleasedRequests(passedOver, plan);
  return [];
}

/** @returns false when the message must wait until the lock is released. */
function take(request: EntityMessage, plan: EntityPlan, rules: PlanRules): boolean {
  if ('release' in request) {
    const { lock } = plan;
    if (lock?.parent === request.parent && lock.requestId === request.id) plan.lock = null;
    return true;
  }
  if (plan.lock !== null && (plan.lock.parent !== request.parent || request.lockset)) return false;
  if (request.lockset) lock(request, request.lockset, plan, rules);
  else plan.operations.push(request);
  return true;
}

function lock(
  request: EntityRequest,
  lockset: NonNullable<EntityRequest['lockset']>,
  plan: EntityPlan,
  rules: PlanRules,
): void {
  const { parent, parentExecution, id, pos = 0 } = request;
  if (parent === undefined) return;
  if (!rules.isLive(parent, parentExecution)) {
    const earlier = lockset.slice(0, pos).map(entityInstanceId);
    plan.messages.push(...earlier.map((to): Message => ({ to, request: { release: true, parent, id } })));
    return;
  }
  plan.lock = { parent, requestId: id };
  const next = lockset[pos + 1];
  if (next) {
    plan.messages.push({ to: entityInstanceId(next), request: { ...request, pos: pos + 1 } });
  } else {
    const event = eventRaised(id, responseText(lockAcquired), clock.now());
    plan.messages.push({ to: parent, ...(parentExecution !== undefined && { executionId: parentExecution }), event });
  }
}

/** Consumes lock requests that were released before they were granted. */
function dropReleasedRequests(passedOver: WaitingMessage[], plan: EntityPlan): void {
  const released = new Set<string>();
  for (const { request } of plan.consumed) if ('release' in request) released.add(request.id);
  if (released.size === 0) return;
  for (const message of passedOver) {
    const { request } = message;
    if (!('release' in request) && request.lockset && released.has(request.id)) plan.consumed.push(message);
  }
}
