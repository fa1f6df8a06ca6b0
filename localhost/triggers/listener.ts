// What every non-HTTP trigger is to the host, and what the host gives each of them.

import type { Connections } from '../bindings/connections';
import type { HostJson } from '../config/host-json';
import type { Setting } from '../config/resolve-settings';
import type { Logs } from '../core/logs';
import type { Execute } from '../execution/executor';

export interface Listener {
  /** Begins to listen. Returns once it does; work itself runs in the background. @throws when the trigger is not usable */
  start(): Promise<void>;
  /** Takes up no new work and waits for running invocations. */
  stop(): Promise<void>;
}

export interface ListenerContext {
  execute: Execute;
  hostJson: HostJson;
  /** Scopes receipts, schedules and the internal queue in storage: stable per app, at most 32 lower-case characters. */
  hostId: string;
  connections: Connections;
  logs: Logs;
  /** App settings, for `%NAME%`. */
  setting: Setting;
}
