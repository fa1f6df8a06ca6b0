// Deletes carts that live in entities once nobody has touched them for long. The cart itself decides, since a customer may come
// back at that moment.

import { EntityId } from 'durable-functions';
import type { IdleCarts } from '../../carts/ports';
import { entityNames } from '../../shared/contracts';
import type { EntityPages } from './entity-pages';
import type { EntityClient } from './entity-signals';

/** The rest waits for the next run: a function may run for minutes, not hours. */
const maxPerRun = 5_000;
const concurrency = 16;

export function makeEntityIdleCarts(client: Pick<EntityClient, 'signalEntity'>, pages: EntityPages): IdleCarts {
  const deletion = (key: string, untouchedSince: string) =>
    client.signalEntity(new EntityId(entityNames.cart, key), 'deleteIfUntouched', { untouchedSince });

  return {
    async deleteUntouchedSince(before) {
      let signalled = 0;
      for await (const page of pages(entityNames.cart, { lastOperationTo: before })) {
        const carts = page.slice(0, maxPerRun - signalled);
        for (let start = 0; start < carts.length; start += concurrency) {
          const some = carts.slice(start, start + concurrency);
          await Promise.all(some.map(({ key }) => deletion(key, before.toISOString())));
        }
        signalled += carts.length;
        if (signalled >= maxPerRun) break;
      }
      return signalled;
    },
  };
}
