// Runs the cart store contract over both real stores: entities on the local host, and documents in the Cosmos DB emulator.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type CosmosEmulator, prepareCosmosEmulator } from '../../../localhost/emulators/cosmos-emulator';
import { repositoryRoot } from '../../../scripts/repository-root';
import { makeCosmosCartDocuments } from '../../../src/adapters/cosmos/cosmos-cart-documents';
import { makeCosmosCartStore } from '../../../src/adapters/cosmos/cosmos-cart-store';
import { makeEntityCartStore } from '../../../src/adapters/durable/entity-cart-store';
import { makeEntitySignals } from '../../../src/adapters/durable/entity-signals';
import type { CartStore } from '../../../src/carts/ports';
import { itKeepsCarts } from '../../helpers/cart-store-contract';
import { makeOwnHost, type OwnHost } from '../../helpers/own-host';
import { makeHttpEntityClient } from './http-entity-client';

describe('entityCartStore on a local host', () => {
  let own: OwnHost;
  let stores: [CartStore, CartStore];

  beforeAll(async () => {
    own = makeOwnHost('cart-stores');
    const client = makeHttpEntityClient((await own.start()).origin);
    const aStore = () => makeEntityCartStore(client, makeEntitySignals());
    stores = [aStore(), aStore()];
  });
  afterAll(() => own.remove());

  itKeepsCarts(() => stores);
});

describe('cosmosCartStore on an emulator', () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'cartwright-cosmos-'));
  let emulator: CosmosEmulator;
  let stores: [CartStore, CartStore];
  const closers: (() => void)[] = [];

  function aStore(): CartStore {
    const account = { connectionString: emulator.connectionString };
    const documents = makeCosmosCartDocuments({ account, database: 'shop', container: 'carts' }, 60_000);
    closers.push(documents.close);
    return makeCosmosCartStore({ documents, now: Date.now, sleep });
  }

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
});
