// The app under test of the end-to-end tests: the one in E2E_BASE_URL and E2E_STORAGE, else one local host per run.

import { makeShop, type Shop } from '../../scripts/shop/shop-client';
import { skuOf, type TestProductName } from './test-products';

/** Set by the global set-up, which runs before the test processes start. */
export const environment = {
  origin: 'CARTWRIGHT_E2E_ORIGIN',
  storage: 'CARTWRIGHT_E2E_STORAGE',
  run: 'CARTWRIGHT_E2E_RUN',
};

export interface RunningApp {
  shop: Shop;
  /** Connection string of its storage account. */
  storage: string;
  sku(name: TestProductName): string;
}

export function runningApp(): RunningApp {
  const run = setting(environment.run);
  return {
    shop: makeShop(setting(environment.origin), process.env.E2E_ADMIN_KEY),
    storage: setting(environment.storage),
    sku: (name) => skuOf(name, run),
  };
}

/** True if the tests run against a given host, which they must not stop. */
export function isForeignHost(): boolean {
  return process.env.E2E_BASE_URL !== undefined;
}

function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: run these tests by "npm run test:e2e"`);
  return value;
}
