// A durable client over the host's management API, so that the entity store can be tested on a real task hub.

import type { EntityClient } from '../../../src/adapters/durable/entity-signals';

/** `origin` of a host without keys, e.g. `http://localhost:7071`. */
export function makeHttpEntityClient(origin: string): EntityClient {
  const url = (name: string, key: string) => `${origin}/runtime/webhooks/durabletask/entities/${name}/${key}`;
  return {
    async signalEntity({ name, key }, operation, input) {
      const response = await fetch(`${url(name, key)}?op=${operation}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(input),
      });
      if (response.status !== 202) throw new Error(`A signal was answered with ${response.status}.`);
    },
    async readEntityState<State>({ name, key }: { name: string; key: string }) {
      const response = await fetch(url(name, key));
      if (response.status === 404) return { entityExists: false };
      if (response.status !== 200) throw new Error(`A state was answered with ${response.status}.`);
      return { entityExists: true, entityState: (await response.json()) as State };
    },
  };
}
