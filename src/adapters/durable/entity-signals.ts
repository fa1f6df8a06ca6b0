// Signals to durable entities answer nothing: this sends one and then watches the entity's state until it tells the outcome.
// It also turns a task hub that does not answer into an error the caller may try again.

import { EntityId } from 'durable-functions';
import { AppError } from '../../shared/http/errors';
import { type EntityWatch, makeEntityWatch, type WatchTiming } from './entity-watch';

/** The part of the durable client that is needed; every invocation brings a client of its own. */
export interface EntityClient {
  signalEntity(entity: EntityId, operation: string, input: unknown): Promise<void>;
  readEntityState<State>(entity: EntityId): Promise<{ entityExists: boolean; entityState?: State }>;
}

export interface EntityAddress {
  name: string;
  key: string;
}

export interface Signal<State, Outcome> {
  entity: EntityAddress;
  operation: string;
  /** An object, since 0, false and '' get lost on the way to an entity. */
  input: object;
  /** Finds in the state what became of the signal; undefined when it has not been applied yet. */
  outcome: (state: State) => Outcome | undefined;
}

export interface EntitySignals {
  /**
   * Sends a signal and waits for its outcome: undefined when none was seen within the bound (the signal may still be applied).
   * @throws AppError `DEPENDENCY.UNAVAILABLE`: not sent, or not watched; it may have been applied all the same.
   */
  send<State, Outcome>(client: EntityClient, signal: Signal<State, Outcome>): Promise<Outcome | undefined>;
}

const usualTiming: WatchTiming = { boundMs: 10_000, firstPauseMs: 4, longestPauseMs: 250 };

/** One for the whole process: the watches in it are shared. */
export function makeEntitySignals(timing: WatchTiming = usualTiming): EntitySignals {
  const watches = new Map<string, EntityWatch>();

  function watchOf(client: EntityClient, entity: EntityAddress): EntityWatch {
    const id = `@${entity.name}@${entity.key}`;
    const known = watches.get(id);
    if (known) return known;
    const watch = makeEntityWatch(
      () => readEntity(client, entity),
      timing,
      () => watches.delete(id),
    );
    watches.set(id, watch);
    return watch;
  }

  return {
    async send<State, Outcome>(client: EntityClient, signal: Signal<State, Outcome>) {
      const { entity, operation, input, outcome } = signal;
      await reachable(() => client.signalEntity(new EntityId(entity.name, entity.key), operation, input));
      return watchOf(client, entity).until((state) => (state === undefined ? undefined : outcome(state as State)));
    },
  };
}

/** An entity's state; undefined when there is no such entity. @throws AppError `DEPENDENCY.UNAVAILABLE`. */
export async function readEntity<State>(
  client: EntityClient,
  { name, key }: EntityAddress,
): Promise<State | undefined> {
  const { entityExists, entityState } = await reachable(() => client.readEntityState<State>(new EntityId(name, key)));
  return entityExists ? entityState : undefined;
}

async function reachable<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    throw new AppError('DEPENDENCY.UNAVAILABLE', 'Please try again shortly.', {}, { cause });
  }
}
