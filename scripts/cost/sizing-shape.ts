// What determines the cost of an app that nobody uses, and of the largest flood.

export interface Sizing {
  plan: 'flex' | 'premium';
  /** Memory of an instance of the plan flex in GB: 0.5, 2 or 4. */
  instanceGb: number;
  /** The size of an instance of the plan premium. */
  premiumSku: 'EP1' | 'EP2' | 'EP3';
  maximumInstances: number;
  alwaysReadyHttp: number;
  alwaysReadyDurable: number;
  /** Orchestrations are in the Durable Task Scheduler: the app polls no hub. */
  withScheduler: boolean;
  /** Functions with a queue trigger. A running instance polls an empty queue every `queuePollSeconds`. */
  triggerQueues: number;
  queuePollSeconds: number;
  /** Control queues and the work-item queue of the task hub. An instance that is always there polls one every `hubPollSeconds`. */
  hubQueues: number;
  hubPollSeconds: number;
  timers: number;
  /** Runs of all timers together. */
  timerRunsAnHour: number;
  /** Those of the timer that looks for uploads without an event. */
  sweepRunsAnHour: number;
  logAlertsEvery5Min: number;
  logAlertsEvery15Min: number;
  metricAlerts: number;
  privateEndpoints: number;
  privateZones: number;
}
