// What operations need of the outside: the places where poisoned messages wait.

export interface WaitingMessage {
  id: string;
  /** The decoded text. */
  text: string;
  /** When it was put away. */
  insertedAt: Date;
  /** Why it was put away, where that is known. */
  reason?: string;
}

export interface TakenMessage extends WaitingMessage {
  /** For good. */
  remove(): Promise<void>;
  /** Where it was, at once. */
  putBack(): Promise<void>;
}

export interface PoisonStore {
  /** How many wait, as storage estimates it, and the oldest of them, which stay where they are. */
  peek(): Promise<{ count: number; oldest: WaitingMessage[] }>;
  /** Some messages, oldest first, out of everybody's sight for minutes; none when no more are in sight. */
  take(atMost: number): Promise<TakenMessage[]>;
}

/** Orchestrations that have come to an end. */
export interface FinishedInstances {
  /** Removes those that ended before a time, with their sub-orchestrations and histories; answers how many. */
  purge(endedBefore: Date): Promise<number>;
}

/** Orchestrations as seen with the durable client of one invocation. */
export interface Starter<Request> {
  exists(instanceId: string): Promise<boolean>;
  /** Answers with the instance id, a new one unless one was given. */
  start(orchestrator: string, input: unknown, instanceId?: string): Promise<string>;
  /** 202 with the urls to follow and steer the instance; they carry a key, so only the shop's people may see them. */
  checkStatus(
    request: Request,
    instanceId: string,
  ): Promise<{ status: number; headers: Record<string, string>; body: string }>;
}
