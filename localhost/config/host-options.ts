// What can be chosen at the start of the host; every option has its flag on the command line.

export interface HostOptions {
  /** The app's folder, absolute. */
  scriptRoot: string;
  /** 0 = any free one. Default: `Host.LocalHttpPort` of the settings file, else 7071. */
  port?: number;
  /** Default: `.localhost` in the app's folder. */
  dataFolder?: string;
  /** Ask for keys, as in Azure. Default: everybody may do everything. */
  enableAuth?: boolean;
  /** False: never start the storage emulator. */
  azurite?: boolean;
  /** The first of its three ports; 0 = any free ones. Default: 10000. */
  azuritePort?: number;
  /** Start a Cosmos DB emulator for the settings that mean one. It forgets everything when it stops. */
  cosmos?: boolean;
  /** Its port; default and 0: any free one. */
  cosmosPort?: number;
  /** In the form of local.settings.json; must exist. Default: that file in the app's folder, if there is one. */
  settingsFile?: string;
  /** Allowed origins. Default: `Host.CORS` of the settings file. */
  cors?: string[];
  /** Log levels down to debug. */
  verbose?: boolean;
  colours?: boolean;
  /** Gets the console's text. Default: standard output. */
  out?(text: string): void;
}

export interface RunningHost {
  /** `http://localhost:<port>` */
  origin: string;
  /** Of the storage emulator, with explicit endpoints; absent when the app does not use one. */
  storageConnectionString?: string;
  /**
   * Takes up no new work, waits for what runs (at most 10 s), stops the emulators that are its own.
   * `keepEmulators` is asked in the end: true leaves them to the next start with the same data folder.
   */
  stop(options?: { keepEmulators(): boolean }): Promise<void>;
}
