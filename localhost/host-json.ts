// host.json as far as the local host honours it, with the platform's defaults filled in.

/** `extensions.durableTask` of host.json; durations as written there (`hh:mm:ss`). */
export interface DurableTaskSettings {
  /** Namespaces all state. Default `TestHubName`. */
  hubName: string;
  defaultVersion?: string;
  versionMatchStrategy: 'None' | 'Strict' | 'CurrentOrOlder';
  versionFailureStrategy: 'Reject' | 'Fail';
  maxConcurrentActivityFunctions: number;
  maxConcurrentOrchestratorFunctions: number;
  maxConcurrentEntityFunctions: number;
  maxEntityOperationBatchSize: number;
  maxOrchestrationActions: number;
  overridableExistingInstanceStates: 'NonRunningStates' | 'AnyState';
  defaultAsyncRequestSleepTimeMs: number;
}

export interface HostJson {
  functionTimeoutMs?: number;
  functions?: string[];
  logLevel: Record<string, string>;
  http: { routePrefix: string; maxOutstandingRequests: number; customHeaders: Record<string, string> };
  queues: {
    batchSize: number;
    newBatchThreshold: number;
    maxDequeueCount: number;
    visibilityTimeoutMs: number;
    maxPollingIntervalMs: number;
    messageEncoding: 'base64' | 'none';
  };
  blobs: { maxDegreeOfParallelism: number; poisonBlobThreshold: number };
  durableTask: DurableTaskSettings;
}
