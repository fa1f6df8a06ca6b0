// What an action of an orchestrator may use when it starts, and how it says that it has onEnd.

import type { EventWaits } from './event-waits';
import type { OpenSteps } from './open-steps';

/** What a starting action may use. */
export interface StepContext {
  steps: OpenSteps;
  events: EventWaits;
  executionId: string;
  /** ms between polls of an HTTP call whose answers name no `Retry-After`. */
  httpPollMs: number;
  /** The clock of the episode being replayed, ms since epoch. */
  now(): number;
  continueAsNew(action: { input?: unknown }): void;
}

/** Called once, when the action onEnd; `failed` matters to `Task.all` only. */
export type OnEnd = (failed: boolean) => void;
