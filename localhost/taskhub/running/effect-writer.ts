// Stores effects inside the transaction of their cause, and starts them after the commit.

import { clock } from '../../core/host-clock';
import type { Arrivals } from '../arrivals/arrivals';
import type { Effects, Message } from '../effects';
import { isEntityInstanceId } from '../entities/entity-id';
import { executionStarted, type NewExecution, subOrchestrationFailed } from '../events';
import { pendingInstance } from '../instance';
import { isFinal, RuntimeStatus, runtimeStatusName } from '../runtime-status';
import type { Store } from '../store';
import type { StoredMessage } from '../tables/inbox-table';
import type { ActivityPool } from './activity-pool';
import type { Dispatcher } from './dispatcher';
import type { StateCache } from './state-cache';
import type { Timers } from './timers';

export interface EffectWriter {
  /**
   * Stores effects. Call it inside a transaction.
   * @returns a function to call after the commit.
   */
  store(instanceId: string, effects: Effects): () => void;
  /** Stores a new execution and its start message. Replaces an earlier instance with the same id. */
  create(execution: NewExecution, status?: RuntimeStatus): StoredMessage;
  /** Removes everything that belongs to an instance, except its status row. */
  wipe(instanceId: string): void;
  deliver(message: StoredMessage): void;
}

export interface EffectWriterDeps {
  store: Store;
  cache: StateCache;
  orchestrations(): Dispatcher;
  entities(): Dispatcher;
  activities: Pick<ActivityPool, 'add'>;
  timers: Pick<Timers, 'added'>;
  arrivals: Pick<Arrivals, 'sent' | 'drop'>;
}

export function makeEffectWriter(deps: EffectWriterDeps): EffectWriter {
  const { store, cache, activities, timers, arrivals } = deps;
  const dispatcherOf = (id: string) => (isEntityInstanceId(id) ? deps.entities() : deps.orchestrations());
  const storeMessage = (message: Message): StoredMessage => ({ seq: store.inbox.add(message), message });

  function wipe(id: string): void {
    store.histories.remove(id);
    store.work.removeAll(id);
    store.inbox.removeAll(id);
    cache.remove(id);
    dispatcherOf(id).clear(id);
    arrivals.drop(id);
  }

  function create(execution: NewExecution, status: RuntimeStatus = RuntimeStatus.Pending): StoredMessage {
    const at = clock.now();
    wipe(execution.instanceId);
    store.instances.save(pendingInstance(execution, status, at));
    return storeMessage({
      to: execution.instanceId,
      executionId: execution.executionId,
      event: executionStarted(execution, at),
    });
  }

  /** Fails at once if the child's id is in use, because the existing instance would never report to this parent. */
  function createChild(execution: NewExecution): StoredMessage {
    const existing = store.instances.get(execution.instanceId);
    const { parent } = execution;
    if (!existing || isFinal(existing.status) || !parent) return create(execution);
    const reason = `An orchestration instance with the id '${existing.id}' and the status ${runtimeStatusName(existing.status)} already exists.`;
    const failure = { reason, details: '', failureDetails: null };
    const { InstanceId: to, ExecutionId: executionId } = parent.OrchestrationInstance;
    const event = subOrchestrationFailed(parent.TaskScheduleId, failure, clock.now());
    return storeMessage({ to, executionId, event });
  }

  function deliver(message: StoredMessage): void {
    const { to } = message.message;
    dispatcherOf(to).deliver(message);
    arrivals.sent(to);
  }

  return {
    store(instanceId, effects) {
      for (const work of effects.activities) store.work.addActivity(work);
      for (const timer of effects.timers) store.work.addTimer(timer);
      for (const timerId of effects.cancelledTimers) store.work.removeTimer(instanceId, timerId);
      const messages = [...effects.children.map(createChild), ...effects.messages.map(storeMessage)];
      return () => {
        for (const message of messages) deliver(message);
        for (const { fireAt } of effects.timers) timers.added(fireAt);
        for (const work of effects.activities) activities.add(work);
      };
    },
    create,
    wipe,
    deliver,
  };
}
