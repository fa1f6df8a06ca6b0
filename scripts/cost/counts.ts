// Types of counts.json: the operations of one order and one picture, as `npm run count:operations` last counted them.

/** Operations on the storage account by kind, excluding the task hub's. */
export interface StorageOperations {
  blobWrites: number;
  blobReads: number;
  queueOperations: number;
  tableOperations: number;
}

/** Requests to the durable extension. `hubOperations` derives its storage operations from them. */
export interface DurableActions {
  /** Messages to orchestrators, activities and entities: starts, calls, results, signals, events, timers. */
  messages: number;
  /** Orchestrator episodes: each time an orchestrator runs. */
  episodes: number;
  /** Entity batches: each time an entity runs its pending operations. */
  entityBatches: number;
  /** Instances started, sub-orchestrations included. */
  instances: number;
  /** Entity states read by HTTP handlers: once per request, and repeatedly while waiting for a signal. */
  entityReads: number;
  /** Signals whose outcome an HTTP handler waits for. */
  awaitedSignals: number;
}

/** Averages per order or picture. */
export interface CountedWork {
  storage: StorageOperations;
  durable: DurableActions;
  /** Function executions, including each replay of an orchestrator. */
  executions: number;
  /** Lines that the host and the app log at the levels set in host.json. */
  logLines: number;
  /** Wall time during which at least one function ran, in seconds. */
  activeSeconds: number;
  /** Bytes written to blobs. */
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
