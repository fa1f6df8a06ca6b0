// After the end-to-end tests: the host that the set-up started is stopped and its data folder removed; a host that
// was given sells again what it sold before.

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
