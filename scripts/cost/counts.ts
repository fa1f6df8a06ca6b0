// What one order and one picture do, as `npm run count:operations` counts it; the last count lies in counts.json.

/** Operations on the storage account by kind, without those of the task hub. */
export interface StorageOperations {
  blobWrites: number;
  blobReads: number;
  queueOperations: number;
  tableOperations: number;
}

/** What the durable extension is asked to do; its storage operations follow from these, see `hubOperations`. */
export interface DurableActions {
  /** To orchestrators, activities and entities: starts, calls, results, signals, events, timers. */
  messages: number;
  /** Orchestrators woken to go on. */
  episodes: number;
  /** Entities woken to work off what lies before them. */
  entityBatches: number;
  /** Instances started, sub-orchestrations included. */
  instances: number;
  /** Entity states read by HTTP handlers: once each, and again and again while a signal is awaited. */
  entityReads: number;
  /** Signals whose outcome an HTTP handler awaits. */
  awaitedSignals: number;
}

/** Averages for one of them. */
export interface CountedWork {
  storage: StorageOperations;
  durable: DurableActions;
  /** Functions executed, each replay of an orchestrator included. */
  executions: number;
  /** Lines that the host and the app log at the level of host.json. */
  logLines: number;
  /** Wall time in which at least one function ran, in seconds. */
  activeSeconds: number;
  /** Bytes left in blobs. */
  storedBytes: number;
  /** Events that Event Grid delivers. */
  events: number;
}

export interface Counts {
  countedOn: string;
  samples: { orders: number; pictures: number };
  order: CountedWork;
  picture: CountedWork;
}
