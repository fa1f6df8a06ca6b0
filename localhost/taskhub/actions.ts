// The actions that an orchestrator requests, in the format of durable-functions: one action per `yield`, with
// `Task.all` and `Task.any` nested. Each reply lists all actions since the start of the execution.

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
  /** A string is already JSON text, because the SDK stringifies string inputs of activities. */
  input?: unknown;
  /** Only with `CallActivityWithRetry`. */
  retryOptions?: RetryOptions;
}

export interface SubOrchestratorAction {
  actionType: Kind['CallSubOrchestrator'] | Kind['CallSubOrchestratorWithRetry'];
  functionName: string;
  instanceId?: string;
  input?: unknown;
  version?: string;
  /** Only with `CallSubOrchestratorWithRetry`. */
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
  /** `@name@key`, with the name in lower case. */
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

/** Counts actions, including those inside `Task.all` and `Task.any`, but not the compound actions themselves. */
export function countActions(actions: readonly Action[]): number {
  let count = 0;
  for (const action of actions) {
    count += 'compoundActions' in action ? countActions(action.compoundActions) : 1;
  }
  return count;
}
