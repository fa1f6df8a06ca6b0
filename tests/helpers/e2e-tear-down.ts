// Jest's global tear-down of the end-to-end tests: stops the host that the set-up started and removes its data folder; restores
// the catalog of a given host.

import { makeShop } from '../../scripts/shop/shop-client';
import { environment } from './running-app';
import { sharedHost } from './shared-host';
import { removeTestProducts } from './test-catalog';

async function tearDown(): Promise<void> {
  const shared = sharedHost.get();
  const origin = process.env[environment.origin];
  if (!shared) return origin ? removeTestProducts(makeShop(origin, process.env.E2E_ADMIN_KEY)) : undefined;
  const code = await shared.host.stop();
  if (code !== 0) throw new Error(`the local host ended with code ${code}:\n${shared.own.log().slice(-3000)}`);
  await shared.own.remove();
}

export = tearDown;
