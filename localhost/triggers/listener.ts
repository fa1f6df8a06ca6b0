// The interface between the host and its non-HTTP triggers.

import type { Connections } from '../bindings/connections';
import type { HostJson } from '../config/host-json';
import type { Setting } from '../config/resolve-settings';
import type { Logs } from '../core/logs';
import type { Execute } from '../execution/executor';

export interface Listener {
  /** Starts listening; invocations run in the background. @throws when the trigger cannot be used */
  start(): Promise<void>;
  /** Accepts no new work and waits for running invocations. */
  stop(): Promise<void>;
  /** True while it has nothing to do but wait. */
  isQuiet(): boolean;
}

export interface ListenerContext {
  execute: Execute;
  hostJson: HostJson;
  /**
   * Part of the names of receipts, schedules and the internal queue in storage. Stable per app, at most 32 lower-case
   * characters.
   */
  hostId: string;
  connections: Connections;
  logs: Logs;
  /** Whether the host sends the events of blob functions with source EventGrid; otherwise only the webhook does. */
  eventGrid: boolean;
  /** App settings, for `%NAME%`. */
  setting: Setting;
}
