// What an action of an orchestrator can use when it starts, and the callback it makes when it ends.

import type { EventWaits } from './event-waits';
import type { OpenSteps } from './open-steps';

export interface StepContext {
  steps: OpenSteps;
  events: EventWaits;
  executionId: string;
  /** Milliseconds between polls of an HTTP call without `Retry-After`. */
  httpPollMs: number;
  /** The time of the episode being replayed, in epoch milliseconds. */
  now(): number;
  continueAsNew(action: { input?: unknown }): void;
}

/** Called once, when the action ends. Only `Task.all` uses `failed`. */
export type OnEnd = (failed: boolean) => void;
