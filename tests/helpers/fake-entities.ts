// A durable client whose entities live in this process: signals are applied a little later, as on a real task hub.

import { setTimeout as sleep } from 'node:timers/promises';
import type { EntityContext } from 'durable-functions';
import type { EntityClient } from '../../src/adapters/durable/entity-signals';
import { driveEntity, type EntityDriver } from './entity-context';

type EntityFunction = (context: EntityContext<never>) => void;

export interface FakeEntities {
  client: EntityClient;
  /** The state of an entity now; undefined when it does not exist. */
  state(name: string, key: string): unknown;
  reads: number;
  signals: number;
  /** Waits until every signal sent so far has been applied, but for those that are kept back for ever. */
  arrived(): Promise<void>;
  /** Ms from a signal to its application; undefined keeps signals back for ever. */
  delayMs: number | undefined;
  /** Thrown by the next calls while it is set. */
  failure: Error | undefined;
}

export function makeFakeEntities(entities: Record<string, EntityFunction>, delayMs = 1): FakeEntities {
  const drivers = new Map<string, EntityDriver<unknown>>();
  const underWay = new Set<Promise<void>>();

  function driverOf(name: string, key: string): EntityDriver<unknown> {
    const id = `@${name}@${key}`;
    const entity = entities[name];
    if (!entity) throw new Error(`There is no entity ${name}.`);
    const driver = drivers.get(id) ?? driveEntity(entity as (context: EntityContext<unknown>) => void, name, key);
    drivers.set(id, driver);
    return driver;
  }

  const fake: FakeEntities = {
    client: {
      async signalEntity({ name, key }, operation, input) {
        fake.signals++;
        if (fake.failure) throw fake.failure;
        const sent = JSON.parse(JSON.stringify(input));
        if (fake.delayMs === undefined) return;
        const arrival = sleep(fake.delayMs).then(() => {
          driverOf(name, key).run(operation, sent);
          underWay.delete(arrival);
        });
        underWay.add(arrival);
      },
      async readEntityState<State>({ name, key }: { name: string; key: string }) {
        fake.reads++;
        if (fake.failure) throw fake.failure;
        const state = driverOf(name, key).state as State | undefined;
        return state === undefined ? { entityExists: false } : { entityExists: true, entityState: state };
      },
    },
    state: (name, key) => driverOf(name, key).state,
    reads: 0,
    signals: 0,
    async arrived() {
      await Promise.all(underWay);
    },
    delayMs,
    failure: undefined,
  };
  return fake;
}
