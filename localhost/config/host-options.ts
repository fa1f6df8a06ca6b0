// The options for starting the host, and the handle of a running one. Every option has a command-line flag.

import type { ClockOptions } from './clock-options';
import type { FlexOptions } from './flex-options';

export interface HostOptions {
  /** The app's folder, absolute. */
  scriptRoot: string;
  /** 0 = any free port. Default: `Host.LocalHttpPort` of the settings file, else 7071. */
  port?: number;
  /** Default: `.localhost` in the app's folder. */
  dataFolder?: string;
  /** Require keys, as Azure does. Default: every caller may do everything. */
  enableAuth?: boolean;
  /** False: never start the storage emulator. */
  azurite?: boolean;
  /** The first of its three ports; 0 = any free ports. Default: 10000. */
  azuritePort?: number;
  /** False: blob functions with source EventGrid get their events from the webhook alone. Default: the host sends them. */
  eventGrid?: boolean;
  /** Start a Cosmos DB emulator for the settings that point to one. It keeps data in memory only. */
  cosmos?: boolean;
  /** Its port. Default and 0: any free port. */
  cosmosPort?: number;
  /** A file in the format of local.settings.json; must exist. Default: that file in the app's folder, if present. */
  settingsFile?: string;
  /** Allowed origins. Default: `Host.CORS` of the settings file. */
  cors?: string[];
  /** Whether their pages may send cookies. Default: `Host.CORSCredentials` of the settings file. */
  corsCredentials?: boolean;
  /** Run durable functions apart from all others, as on Flex Consumption. */
  flex?: FlexOptions;
  /** Skip time, by itself or when asked. */
  clock?: ClockOptions;
  /** Log at debug level. */
  verbose?: boolean;
  colours?: boolean;
  /** Receives the console output. Default: standard output. */
  out?(text: string): void;
}

export interface RunningHost {
  /** `http://localhost:<port>` */
  origin: string;
  /** The storage emulator's connection string, with explicit endpoints; absent when the app does not use it. */
  storageConnectionString?: string;
  /**
   * Accepts no new work, waits for running invocations (at most 10 s), and stops the emulators that this host started.
   * `keepEmulators` is called last: true leaves them running for the next start with the same data folder.
   */
  stop(options?: { keepEmulators(): boolean }): Promise<void>;
}
