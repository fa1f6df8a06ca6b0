// Runs the cart store contract over both real stores: entities on the local host, and documents in the Cosmos DB emulator.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type CosmosEmulator, prepareCosmosEmulator } from '../../../localhost/emulators/cosmos-emulator';
import { repositoryRoot } from '../../../scripts/repository-root';
import { eventually } from '../../../scripts/shop/eventually';
import { makeCosmosCartDocuments } from '../../../src/adapters/cosmos/cosmos-cart-documents';
import { makeCosmosCartStore } from '../../../src/adapters/cosmos/cosmos-cart-store';
import { makeEntityCartStore } from '../../../src/adapters/durable/entity-cart-store';
import { makeEntityIdleCarts } from '../../../src/adapters/durable/entity-idle-carts';
import { makeEntityPages } from '../../../src/adapters/durable/entity-pages';
import { makeEntityRecentCarts } from '../../../src/adapters/durable/entity-recent-carts';
import { makeEntitySignals } from '../../../src/adapters/durable/entity-signals';
import type { CartStore } from '../../../src/carts/ports';
import { itKeepsCarts } from '../../helpers/cart-store-contract';
import { makeOwnHost, type OwnHost } from '../../helpers/own-host';
import { itListsRecentCarts } from '../../helpers/recent-carts-contract';
import { makeHttpEntityClient } from './http-entity-client';

describe('entityCartStore on a local host', () => {
  let own: OwnHost;
  let origin: string;
  let stores: [CartStore, CartStore];

  beforeAll(async () => {
    own = makeOwnHost('cart-stores');
    ({ origin } = await own.start());
    const client = makeHttpEntityClient(origin);
    const aStore = () => makeEntityCartStore(client, makeEntitySignals());
    stores = [aStore(), aStore()];
  });
  afterAll(() => own.remove());

  itKeepsCarts(() => stores);
  itListsRecentCarts(
    () => stores[0],
    () => makeEntityRecentCarts(makeEntityPages(`${origin}/runtime/webhooks/durabletask/`)),
  );

  it('deletes idle carts, page by page, and leaves no trace of them', async () => {
    const pages = makeEntityPages(`${origin}/runtime/webhooks/durabletask/`);
    async function keys() {
      const found: string[] = [];
      for await (const page of pages('cart', { lastOperationTo: new Date(Date.now() + 1_000) })) {
        found.push(...page.map(({ key }) => key));
      }
      return found;
    }
    const customers = Array.from({ length: 120 }, (_, n) => `cus_idle-${n}`);
    await Promise.all(customers.map((id) => stores[0].apply(id, 'cmd', { kind: 'add', sku: 'oak', quantity: 1 })));
    expect(await keys()).toEqual(expect.arrayContaining(customers));

    const idleCarts = makeEntityIdleCarts(makeHttpEntityClient(origin), pages);
    expect(await idleCarts.deleteUntouchedSince(new Date(Date.now() - 60_000))).toBe(0);
    expect(await idleCarts.deleteUntouchedSince(new Date(Date.now() + 1_000))).toBeGreaterThanOrEqual(120);
    await eventually('the carts to be deleted', 20_000, async () => ((await keys()).length === 0 ? true : undefined));
    expect(await stores[0].read('cus_idle-7')).toMatchObject({ lines: [], version: 0 });
  });
});

describe('cosmosCartStore on an emulator', () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'cartwright-cosmos-'));
  let emulator: CosmosEmulator;
  let stores: [CartStore, CartStore];
  const closers: (() => void)[] = [];

  function documentsOf() {
    const account = { connectionString: emulator.connectionString };
    const documents = makeCosmosCartDocuments({ account, database: 'shop', container: 'carts' }, 60_000);
    closers.push(documents.close);
    return documents;
  }
  const aStore = () => makeCosmosCartStore({ documents: documentsOf(), now: Date.now, sleep });

  beforeAll(async () => {
    emulator = await prepareCosmosEmulator({ dataFolder, appFolder: repositoryRoot() });
    await emulator.ready();
    stores = [aStore(), aStore()];
  });
  afterAll(async () => {
    for (const close of closers) close();
    await emulator.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  });

  itKeepsCarts(() => stores);
  itListsRecentCarts(() => stores[0], documentsOf);
});
