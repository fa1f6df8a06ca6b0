// Jest's global set-up of the end-to-end tests: starts a host unless one is given, and publishes the test products.

import { makeShop } from '../../scripts/shop/shop-client';
import { makeOwnHost } from './own-host';
import { environment, isForeignHost } from './running-app';
import { sharedHost } from './shared-host';
import { addTestProducts } from './test-catalog';

async function setUp(): Promise<void> {
  const run = Date.now().toString(36);
  const { origin, storage } = isForeignHost() ? foreignHost() : await localHost();
  process.env[environment.origin] = origin;
  process.env[environment.storage] = storage;
  process.env[environment.run] = run;
  await addTestProducts(makeShop(origin, process.env.E2E_ADMIN_KEY), run);
}

function foreignHost(): { origin: string; storage: string } {
  const { E2E_BASE_URL: origin, E2E_STORAGE: storage } = process.env;
  if (!origin || !storage) throw new Error('E2E_BASE_URL needs E2E_STORAGE, the connection string of its storage');
  return { origin, storage };
}

async function localHost(): Promise<{ origin: string; storage: string }> {
  const own = makeOwnHost('e2e');
  const host = await own.start();
  sharedHost.set({ own, host });
  return { origin: host.origin, storage: own.storage() };
}

export = setUp;
