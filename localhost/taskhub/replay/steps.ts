// Splits each kind of action into steps, and decides when it ends. Ids must be reserved at exactly the same points as
// in durable-functions, or the two would number the steps differently.

import {
  type Action,
  ActionType,
  type ActivityAction,
  type CompoundAction,
  type EntityAction,
  type LockAction,
  type SubOrchestratorAction,
  type TimerAction,
} from '../actions';
import { startHttpCall } from './http-steps';
import { ReplayError } from './replay-error';
import { withRetries } from './retries';
import type { OnEnd, StepContext } from './step-context';

/** Longer timers are split into parts of `timerPartMs`. payload.ts passes the same values to durable-functions. */
const maxTimerMs = 6 * 24 * 3_600_000;
const timerPartMs = 3 * 24 * 3_600_000;

/** @throws ReplayError for an invalid action. */
export function startAction(context: StepContext, action: Action, onEnd: OnEnd): void {
  switch (action.actionType) {
    case ActionType.CallActivity:
    case ActionType.CallActivityWithRetry:
      startActivity(context, action, onEnd);
      break;
    case ActionType.CallSubOrchestrator:
    case ActionType.CallSubOrchestratorWithRetry:
      startSubOrchestration(context, action, onEnd);
      break;
    case ActionType.CreateTimer:
      startTimer(context, action, onEnd);
      break;
    case ActionType.WaitForExternalEvent:
      context.events.waitFor(action.externalEventName, () => onEnd(false));
      break;
    case ActionType.CallHttp:
      startHttpCall(context, action.httpRequest, onEnd);
      break;
    case ActionType.WhenAny:
    case ActionType.WhenAll:
      startCompound(context, action, onEnd);
      break;
    case ActionType.CallEntity:
    case ActionType.SignalEntity:
      startEntityMessage(context, action, onEnd);
      break;
    case ActionType.LockEntities:
      startLock(context, action, onEnd);
      break;
    case ActionType.ReleaseEntities:
      releaseLocks(context, onEnd);
      break;
    case ActionType.ContinueAsNew:
      context.continueAsNew(action);
      onEnd(false);
      break;
    default:
      throw new ReplayError(`The orchestrator requested an unknown action: ${JSON.stringify(action)}.`);
  }
}

function startActivity(context: StepContext, action: ActivityAction, onEnd: OnEnd): void {
  const { steps } = context;
  withRetries(context, action.retryOptions, onEnd, (id, attemptEnded, attempts, failAs) => {
    const { functionName: name, input } = action;
    steps.schedule({ kind: 'activity', id, name, input, attempts, failAs }, attemptEnded);
  });
}

function startSubOrchestration(context: StepContext, action: SubOrchestratorAction, onEnd: OnEnd): void {
  const { steps, executionId } = context;
  withRetries(context, action.retryOptions, onEnd, (id, attemptEnded, attempts, failAs) => {
    const { functionName: name, input, version } = action;
    const instanceId = action.instanceId || `${executionId}:${id}`;
    const child = { name, input, instanceId, version, attempts, failAs };
    steps.schedule({ kind: 'sub-orchestration', id, ...child }, attemptEnded);
  });
}

function startTimer(context: StepContext, action: TimerAction, onEnd: OnEnd): void {
  const due = Date.parse(action.fireAt);
  if (Number.isNaN(due)) throw new ReplayError('The orchestrator created a timer with an invalid date.');
  const { steps, now } = context;
  const next = () => {
    const fireAt = due - now() > maxTimerMs ? now() + timerPartMs : due;
    const fired = () => (fireAt < due && due > now() ? next() : onEnd(false));
    steps.schedule({ kind: 'timer', id: steps.reserveId(), fireAt }, fired, action.isCanceled);
  };
  next();
}

/** `Task.all` ends at the first failure, as `Promise.all` does, without waiting for the other children. */
function startCompound(context: StepContext, action: CompoundAction, onEnd: OnEnd): void {
  const any = action.actionType === ActionType.WhenAny;
  let open = action.compoundActions.length;
  let over = false;
  const childEnded = (failed: boolean) => {
    open--;
    if (over || !(any || failed || open === 0)) return;
    over = true;
    onEnd(failed && !any);
  };
  for (const child of action.compoundActions) startAction(context, child, childEnded);
}

function startEntityMessage(context: StepContext, action: EntityAction, onEnd: OnEnd): void {
  const { instanceId: target, operation, input } = action;
  const id = context.steps.reserveId();
  const isCall = action.actionType === ActionType.CallEntity;
  context.steps.send(
    { kind: 'entity message', id, target, sends: isCall ? 'call' : 'signal', operation, input },
    isCall ? onEnd : undefined,
  );
  if (!isCall) onEnd(false);
}

function startLock(context: StepContext, action: LockAction, onEnd: OnEnd): void {
  const lockset = action.lockSet.map(({ name, key }) => ({ name: name.toLowerCase(), key }));
  const [first] = lockset;
  if (!first) throw new ReplayError('The orchestrator requested a lock without entities.');
  const id = context.steps.reserveId();
  const target = `@${first.name}@${first.key}`;
  context.steps.send({ kind: 'entity message', id, target, sends: 'lock', lockset }, onEnd);
}

function releaseLocks(context: StepContext, onEnd: OnEnd): void {
  for (const { requestId: lockRequestId, lockset } of context.steps.releaseLocks()) {
    for (const { name, key } of lockset) {
      const id = context.steps.reserveId();
      context.steps.send({ kind: 'entity message', id, target: `@${name}@${key}`, sends: 'release', lockRequestId });
    }
  }
  onEnd(false);
}
