// The ports of operations: stores of poisoned messages, and the orchestrations of the task hub.

import { z } from 'zod';

export interface PoisonedMessage {
  id: string;
  /** The decoded text. */
  text: string;
  /** When it was moved to the poison queue. */
  insertedAt: Date;
  /** Why it was moved there, if known. */
  reason?: string;
}

export interface TakenMessage extends PoisonedMessage {
  /** Deletes the message. */
  remove(): Promise<void>;
  /** Makes it visible in its queue again at once. */
  putBack(): Promise<void>;
}

export interface PoisonStore {
  /** The number of messages, as storage estimates it, and the oldest of them. Changes nothing. */
  peek(): Promise<{ count: number; oldest: PoisonedMessage[] }>;
  /** Some messages, oldest first, which stay invisible to other readers for minutes; none when no more are visible. */
  take(atMost: number): Promise<TakenMessage[]>;
}

/** Orchestration instances that have ended. */
export interface FinishedInstances {
  /**
   * Purges instances that ended before this time, with their sub-orchestrations and histories; returns their number.
   * `isComplete` is false when one run's limit was reached: the rest waits for the next run.
   */
  purge(endedBefore: Date): Promise<{ purged: number; isComplete: boolean }>;
}

/** An orchestration that ended as Failed. */
export const failedRunSchema = z
  .strictObject({
    instanceId: z.string(),
    orchestrator: z.string(),
    failedAt: z.iso.datetime(),
    reason: z.string().describe('The first line of its error.'),
  })
  .meta({ id: 'FailedRun' });
export type FailedRun = z.infer<typeof failedRunSchema>;

export interface FailedRuns {
  /** Those that are not purged yet, latest first. `isComplete` is false when there may be more than are listed. */
  list(): Promise<{ runs: FailedRun[]; isComplete: boolean }>;
}

/** Starts orchestrations, with the durable client of one invocation. */
export interface Starter<Request> {
  exists(instanceId: string): Promise<boolean>;
  /** Returns the instance id: the given one, or a new one. */
  start(orchestrator: string, input: unknown, instanceId?: string): Promise<string>;
  /** 202 with the urls to query and control the instance. They contain a key, so only admins may see them. */
  checkStatus(
    request: Request,
    instanceId: string,
  ): Promise<{ status: number; headers: Record<string, string>; body: string }>;
}

/** A file of events that Event Grid could not deliver. */
export interface DeadLetter {
  name: string;
  text: string;
  /** Deletes it. */
  remove(): Promise<void>;
  /** Marks it as read, so that it stays and is not read again. */
  keep(): Promise<void>;
}

export interface DeadLetterStore {
  /** Letters that are not marked as read, at most `most`. */
  unread(most: number): Promise<DeadLetter[]>;
}
