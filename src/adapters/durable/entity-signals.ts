// A signal to a durable entity returns nothing: this sends one and then polls the entity's state until it shows the outcome.
// A task hub that does not respond becomes an error that the caller may retry.

import { EntityId } from 'durable-functions';
import { AppError } from '../../shared/http/errors';
import { type EntityWatch, makeEntityWatch, type WatchTiming } from './entity-watch';

/** The part of the durable client that is used here; each invocation has its own client. */
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
  /** An object, since 0, false and '' are lost on the way to an entity. */
  input: object;
  /** Reads the outcome of the signal from the state; undefined when it has not been applied yet. */
  outcome: (state: State) => Outcome | undefined;
}

export interface EntitySignals {
  /**
   * Sends a signal and waits for its outcome; undefined when none was seen in time (the signal may still be applied).
   * @throws AppError `DEPENDENCY.UNAVAILABLE`: sending or reading failed; the signal may have been applied all the same.
   */
  send<State, Outcome>(client: EntityClient, signal: Signal<State, Outcome>): Promise<Outcome | undefined>;
}

/** On Flex Consumption a signal waits for a poll of the task hub: the bound is several times the longest pause of one that is always ready. */
export const defaultTiming: WatchTiming = { boundMs: 10_000, firstPauseMs: 4, longestPauseMs: 250 };

/** Create one per process: it shares the watches. */
export function makeEntitySignals(timing: WatchTiming = defaultTiming): EntitySignals {
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
      await orUnavailable(() => client.signalEntity(new EntityId(entity.name, entity.key), operation, input));
      return watchOf(client, entity).until((state) => (state === undefined ? undefined : outcome(state as State)));
    },
  };
}

/** An entity's state; undefined when there is no such entity. @throws AppError `DEPENDENCY.UNAVAILABLE`. */
export async function readEntity<State>(
  client: EntityClient,
  { name, key }: EntityAddress,
): Promise<State | undefined> {
  const { entityExists, entityState } = await orUnavailable(() =>
    client.readEntityState<State>(new EntityId(name, key)),
  );
  return entityExists ? entityState : undefined;
}

async function orUnavailable<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    throw new AppError('DEPENDENCY.UNAVAILABLE', 'Try again shortly.', {}, { cause });
  }
}
