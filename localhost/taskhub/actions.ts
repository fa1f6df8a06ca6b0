// What an orchestrator wants done, as durable-functions writes it: one action a `yield`, cumulative from the start of
// the generation, `Task.all` and `Task.any` nested.

export const ActionType = {
  CallActivity: 0,
  CallActivityWithRetry: 1,
  CallSubOrchestrator: 2,
  CallSubOrchestratorWithRetry: 3,
  ContinueAsNew: 4,
  CreateTimer: 5,
  WaitForExternalEvent: 6,
  CallEntity: 7,
  CallHttp: 8,
  SignalEntity: 9,
  WhenAny: 11,
  WhenAll: 12,
  LockEntities: 13,
  ReleaseEntities: 14,
} as const;

type Kind = typeof ActionType;

export interface RetryOptions {
  firstRetryIntervalInMilliseconds: number;
  maxNumberOfAttempts: number;
  backoffCoefficient?: number;
  maxRetryIntervalInMilliseconds?: number;
  retryTimeoutInMilliseconds?: number;
}

export interface ActivityAction {
  actionType: Kind['CallActivity'] | Kind['CallActivityWithRetry'];
  functionName: string;
  /** A string here is JSON text already: the SDK quotes string inputs of activities. */
  input?: unknown;
  /** With `CallActivityWithRetry` only. */
  retryOptions?: RetryOptions;
}

export interface SubOrchestratorAction {
  actionType: Kind['CallSubOrchestrator'] | Kind['CallSubOrchestratorWithRetry'];
  functionName: string;
  instanceId?: string;
  input?: unknown;
  version?: string;
  /** With `CallSubOrchestratorWithRetry` only. */
  retryOptions?: RetryOptions;
}

export interface ContinueAsNewAction {
  actionType: Kind['ContinueAsNew'];
  input?: unknown;
}

export interface TimerAction {
  actionType: Kind['CreateTimer'];
  fireAt: string;
  isCanceled: boolean;
}

export interface ExternalEventAction {
  actionType: Kind['WaitForExternalEvent'];
  externalEventName: string;
}

export interface EntityAction {
  actionType: Kind['CallEntity'] | Kind['SignalEntity'];
  /** `@name@key`, the name in lower case. */
  instanceId: string;
  operation: string;
  input?: unknown;
}

export interface HttpRequestOptions {
  method: string;
  uri: string;
  content?: string;
  headers?: Record<string, string>;
  tokenSource?: { resource: string; kind?: string };
  asynchronousPatternEnabled?: boolean;
}

export interface HttpAction {
  actionType: Kind['CallHttp'];
  httpRequest: HttpRequestOptions;
}

export interface CompoundAction {
  actionType: Kind['WhenAny'] | Kind['WhenAll'];
  compoundActions: Action[];
}

export interface LockAction {
  actionType: Kind['LockEntities'];
  lockSet: { name: string; key: string }[];
}

export interface ReleaseAction {
  actionType: Kind['ReleaseEntities'];
}

export type Action =
  | ActivityAction
  | SubOrchestratorAction
  | ContinueAsNewAction
  | TimerAction
  | ExternalEventAction
  | EntityAction
  | HttpAction
  | CompoundAction
  | LockAction
  | ReleaseAction;

/** All actions of a list, those inside `Task.all` and `Task.any` included; the compounds themselves do not count. */
export function countActions(actions: readonly Action[]): number {
  let count = 0;
  for (const action of actions) {
    count += 'compoundActions' in action ? countActions(action.compoundActions) : 1;
  }
  return count;
}
