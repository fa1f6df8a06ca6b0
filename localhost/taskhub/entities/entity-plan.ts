// Which of an entity's waiting messages it takes now. A lock lets only its holder through; everybody else waits in
// line.

import type { Message } from '../effects';
import { eventRaised } from '../events';
import { entityInstanceId } from './entity-id';
import { answerText, type EntityMessage, type EntityRequest, lockAcquired } from './entity-messages';
import type { EntityState } from './entity-state';

export interface WaitingMessage {
  /** Place in the task hub's inbox. */
  seq: number;
  request: EntityMessage;
}

export type Operation = EntityRequest;

export interface EntityPlan {
  /** To be run as one batch, in this order. */
  operations: Operation[];
  lock: EntityState['lock'];
  consumed: WaitingMessage[];
  /** Lock requests passed on or answered. */
  messages: Message[];
}

export interface PlanRules {
  maxBatchSize: number;
  isLive(instanceId: string, executionId: string | undefined): boolean;
}

export function planStep(entity: EntityState, waiting: readonly WaitingMessage[], rules: PlanRules): EntityPlan {
  const plan: EntityPlan = { operations: [], lock: entity.lock, consumed: [], messages: [] };
  let line = waiting;
  while (line.length > 0) line = takeUntilRelease(line, plan, rules);
  return plan;
}

/**
 * Goes along the line up to a release: those who were passed over until then come first again.
 * @returns the line still to be looked at.
 */
function takeUntilRelease(line: readonly WaitingMessage[], plan: EntityPlan, rules: PlanRules): WaitingMessage[] {
  const passedOver: WaitingMessage[] = [];
  for (const [place, message] of line.entries()) {
    if (plan.operations.length >= rules.maxBatchSize) return [];
    const wasLocked = plan.lock !== null;
    if (!take(message.request, plan, rules)) passedOver.push(message);
    else plan.consumed.push(message);
    if (wasLocked && plan.lock === null) return [...passedOver, ...line.slice(place + 1)];
  }
  dropReleasedRequests(passedOver, plan);
  return [];
}

/** @returns false when the message has to wait for the lock's release. */
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
    const event = eventRaised(id, answerText(lockAcquired), Date.now());
    plan.messages.push({ to: parent, ...(parentExecution !== undefined && { executionId: parentExecution }), event });
  }
}

/** Lock requests that were given back before they were granted are done with. */
function dropReleasedRequests(passedOver: WaitingMessage[], plan: EntityPlan): void {
  const released = new Set<string>();
  for (const { request } of plan.consumed) if ('release' in request) released.add(request.id);
  if (released.size === 0) return;
  for (const message of passedOver) {
    const { request } = message;
    if (!('release' in request) && request.lockset && released.has(request.id)) plan.consumed.push(message);
  }
}
