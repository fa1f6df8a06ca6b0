// Operations on whole instances: start, restart, rewind and purge. Each one is a single transaction.

import { randomUUID } from 'node:crypto';
import type { DurableTaskSettings } from '../../config/host-json';
import { clock } from '../../core/host-clock';
import type { Arrivals, Sender } from '../arrivals/arrivals';
import { genericEvent, type NewExecution } from '../events';
import { newId } from '../instance';
import { type ChildState, rewindHistory } from '../orchestrations/rewind';
import type { EffectWriter } from '../running/effect-writer';
import type { GroupCommit } from '../running/group-commit';
import { isFinal, RuntimeStatus } from '../runtime-status';
import type { Store } from '../store';
import type { StoredMessage } from '../tables/inbox-table';

export interface StartRequest {
  name: string;
  /** Default: a new id. */
  instanceId?: string;
  /** JSON text. */
  input: string | null;
  version?: string;
  sender?: Sender | undefined;
}

/** The id of the new instance, or the status of an existing instance with the same id. */
export type StartResult = { id: string } | { taken: RuntimeStatus };

export interface InstanceOperations {
  /** Replaces an instance that has ended; one that is still running only if host.json allows it. */
  start(request: StartRequest): Promise<StartResult>;
  /** @returns undefined for an unknown instance. */
  restart(instanceId: string, withNewId: boolean, sender?: Sender): Promise<StartResult | undefined>;
  /** Rewinds a failed instance. @returns its status before that; undefined for an unknown instance. */
  rewind(instanceId: string, reason: string | null, sender?: Sender): Promise<RuntimeStatus | undefined>;
  /** Purges an instance in a final state. @returns its status before that; undefined for an unknown instance. */
  purge(instanceId: string): Promise<RuntimeStatus | undefined>;
  /** @returns how many were purged. */
  purgeMany(query: { createdFrom: number; createdTo: number; statuses: RuntimeStatus[] }): Promise<number>;
}

export interface InstanceOperationsDeps {
  store: Store;
  commits: GroupCommit;
  effects: EffectWriter;
  arrivals: Pick<Arrivals, 'add'>;
  settings: DurableTaskSettings;
}

export function makeInstanceOperations(deps: InstanceOperationsDeps): InstanceOperations {
  const { store, commits, settings } = deps;
  const create = (execution: NewExecution, sender: Sender | undefined): Promise<StartResult> =>
    withMessages(deps, sender, (messages) => {
      const existing = store.instances.get(execution.instanceId);
      const mayReplace = settings.overridableExistingInstanceStates === 'AnyState';
      if (existing && !isFinal(existing.status) && !mayReplace) return { taken: existing.status };
      messages.push(deps.effects.create(execution));
      return { id: execution.instanceId };
    });
  const purge = (id: string) => {
    deps.effects.wipe(id);
    store.instances.remove(id);
  };
  return {
    start: ({ name, instanceId = newId(), input, version = settings.defaultVersion, sender }) =>
      create(newExecution({ name, instanceId, input, version: version ?? null, generation: 0 }), sender),
    async restart(id, withNewId, sender) {
      const old = store.instances.get(id);
      if (!old) return undefined;
      const { name, input, version } = old;
      const generation = withNewId ? 0 : (old.generation ?? 0) + 1;
      const execution = newExecution({ name, instanceId: withNewId ? newId() : id, input, version, generation });
      return create({ ...execution, executionId: newId() }, sender);
    },
    rewind: (id, reason, sender) =>
      withMessages(deps, sender, (messages) => {
        const status = store.instances.get(id)?.status;
        if (status === RuntimeStatus.Failed) rewindTree(deps, id, reason, messages);
        return status;
      }),
    purge: (id) =>
      commits.write(() => {
        const status = store.instances.get(id)?.status;
        if (status !== undefined && isFinal(status)) purge(id);
        return status;
      }),
    purgeMany: (query) =>
      commits.write(() => {
        const ids = store.instances.ended(query);
        for (const id of ids) purge(id);
        return ids.length;
      }),
  };
}

function newExecution(execution: Omit<NewExecution, 'executionId' | 'parent'>): NewExecution {
  return { ...execution, executionId: randomUUID(), parent: null };
}

/** Runs `write` in a transaction, and delivers the messages it stored after the commit. */
function withMessages<T>(
  deps: InstanceOperationsDeps,
  sender: Sender | undefined,
  write: (messages: StoredMessage[]) => T,
): Promise<T> {
  const { commits, effects, arrivals } = deps;
  return new Promise((resolve, reject) => {
    let messages: StoredMessage[] = [];
    let found: { value: T } | undefined;
    commits.add(
      () => {
        messages = [];
        found = { value: write(messages) };
      },
      () => {
        for (const message of messages) {
          arrivals.add({ to: message.message.to, sender, see: () => effects.deliver(message) });
        }
        if (found) resolve(found.value);
      },
      reject,
    );
  });
}

function rewindTree(deps: InstanceOperationsDeps, id: string, reason: string | null, messages: StoredMessage[]): void {
  const { store, effects } = deps;
  const instance = store.instances.get(id);
  if (!instance) return;
  const childIs = (child: string): ChildState => {
    const status = store.instances.get(child)?.status;
    if (status === undefined) return 'gone';
    if (status === RuntimeStatus.Failed) return 'failed';
    return isFinal(status) ? 'gone' : 'running';
  };
  const segments = store.histories.segments(id);
  const { events, children } = rewindHistory(
    segments.flatMap((segment) => segment.events),
    childIs,
  );
  effects.wipe(id);
  let from = 0;
  for (const [episode, segment] of segments.entries()) {
    const to = from + segment.events.length;
    store.histories.append(id, episode, segment.actionCount, JSON.stringify(events.slice(from, to)).slice(1, -1));
    from = to;
  }
  const now = clock.now();
  store.instances.save({ ...instance, status: RuntimeStatus.Running, output: null, updatedAt: now });
  const message = { to: id, executionId: instance.executionId, event: genericEvent(reason, now) };
  messages.push({ seq: store.inbox.add(message), message });
  for (const child of children) rewindTree(deps, child, reason, messages);
}
