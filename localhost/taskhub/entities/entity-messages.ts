// The messages between orchestrations, clients and entities, and their text in `EventSent` and `EventRaised` events.

import type { EntityId } from './entity-id';

/** A call or signal. With `lockset`: a request to lock all entities in it, one after the other. */
export interface EntityRequest {
  /** The operation; null in a lock request. */
  op: string | null;
  /** Set for a signal: the sender does not wait for a response. */
  signal?: true;
  /** JSON text. */
  input?: string;
  id: string;
  /** Instance id of the sender; absent when the sender is a client. */
  parent?: string;
  /** Execution id of a sending orchestration. */
  parentExecution?: string;
  /** When it was sent, in ISO 8601. */
  requestTime: string;
  lockset?: EntityId[];
  /** Index in `lockset` of the entity to lock now; absent for the first. */
  pos?: number;
}

/** Releases the lock that `parent` acquired with the request `id`. */
export interface EntityRelease {
  release: true;
  parent: string;
  id: string;
}

/** The entities that an orchestration locked, or asked to lock, with one request. */
export interface LockRequest {
  requestId: string;
  lockset: EntityId[];
}

export type EntityMessage = EntityRequest | EntityRelease;

export interface EntityResponse {
  /** JSON text of the operation's result, or of the error it threw. */
  result: string | null;
  failed?: boolean;
}

const typeName = (name: string) =>
  `Microsoft.Azure.WebJobs.Extensions.DurableTask.${name}, Microsoft.Azure.WebJobs.Extensions.DurableTask`;

/** Tells an orchestration that it holds all locks. */
export const lockAcquired: EntityResponse = { result: 'Lock Acquisition Completed' };

export function requestText(request: EntityRequest): string {
  const { lockset, ...members } = request;
  const locks = lockset?.map((id) => ({ $type: typeName('EntityId'), ...id }));
  return JSON.stringify({ $type: typeName('RequestMessage'), ...members, ...(locks && { lockset: locks }) });
}

export function releaseText(message: EntityRelease): string {
  return JSON.stringify({ $type: typeName('ReleaseMessage'), parent: message.parent, id: message.id });
}

/** True when the response in an `EventRaised` reports a failed operation. */
export function isFailedResponse(text: string | null): boolean {
  return text?.includes('"exceptionType"') === true && 'exceptionType' in (JSON.parse(text) as object);
}

export function responseText(response: EntityResponse): string {
  const error = response.failed && { exceptionType: 'Error' };
  return JSON.stringify({ $type: typeName('ResponseMessage'), result: response.result, ...error });
}

/** The parts of a request that are needed again when an orchestration replays its own `EventSent`. */
export function parseRequestText(text: string): Pick<EntityRequest, 'id' | 'lockset'> {
  return JSON.parse(text) as Pick<EntityRequest, 'id' | 'lockset'>;
}
