// The messages between orchestrations, clients and entities, and their text in `EventSent` and `EventRaised` events.

import type { EntityId } from './entity-id';

/** A call or signal; with `lockset` a request to lock all its entities, one after the other. */
export interface EntityRequest {
  /** The operation; null in a lock request. */
  op: string | null;
  /** True when nobody waits for an answer. */
  signal?: true;
  /** JSON text. */
  input?: string;
  id: string;
  /** Instance id of the sender; absent when a client sent it. */
  parent?: string;
  /** Execution id of a sending orchestration. */
  parentExecution?: string;
  /** ISO; when it was sent. */
  requestTime: string;
  lockset?: EntityId[];
  /** Index in `lockset` of the entity that is to be locked now; absent for the first. */
  pos?: number;
}

/** Gives back the lock that the request `id` of `parent` obtained. */
export interface EntityRelease {
  release: true;
  parent: string;
  id: string;
}

/** Entities that an orchestration locked, or asked to lock, by one request. */
export interface LockRequest {
  requestId: string;
  lockset: EntityId[];
}

export type EntityMessage = EntityRequest | EntityRelease;

export interface EntityAnswer {
  /** JSON text of the operation's result, or of what it threw. */
  result: string | null;
  failed?: boolean;
}

const typeName = (name: string) =>
  `Microsoft.Azure.WebJobs.Extensions.DurableTask.${name}, Microsoft.Azure.WebJobs.Extensions.DurableTask`;

/** The result by which an orchestration learns that it holds all locks. */
export const lockAcquired: EntityAnswer = { result: 'Lock Acquisition Completed' };

export function requestText(request: EntityRequest): string {
  const { lockset, ...members } = request;
  const locks = lockset?.map((id) => ({ $type: typeName('EntityId'), ...id }));
  return JSON.stringify({ $type: typeName('RequestMessage'), ...members, ...(locks && { lockset: locks }) });
}

export function releaseText(message: EntityRelease): string {
  return JSON.stringify({ $type: typeName('ReleaseMessage'), parent: message.parent, id: message.id });
}

/** True when the answer in an `EventRaised` reports a failed operation. */
export function isFailedAnswer(text: string | null): boolean {
  return text?.includes('"exceptionType"') === true && 'exceptionType' in (JSON.parse(text) as object);
}

export function answerText(answer: EntityAnswer): string {
  const error = answer.failed && { exceptionType: 'Error' };
  return JSON.stringify({ $type: typeName('ResponseMessage'), result: answer.result, ...error });
}

/** The members of a request that an orchestration needs again when it replays its own `EventSent`. */
export function parseRequestText(text: string): Pick<EntityRequest, 'id' | 'lockset'> {
  return JSON.parse(text) as Pick<EntityRequest, 'id' | 'lockset'>;
}
