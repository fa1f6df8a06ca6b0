// `npm run smoke` against a shop that requires keys and has products: all steps succeed and the shop is unchanged afterwards.
// A wrong key is reported and changes nothing either.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ownerKey } from '../../scripts/owner-key';
import { repositoryRoot } from '../../scripts/repository-root';
import type { CatalogDocument } from '../../scripts/shop/catalog-document';
import { expectStatus, makeShop, type Shop } from '../../scripts/shop/shop-client';
import { drawnPhoto } from '../helpers/drawn-photo';
import { makeOwnHost } from '../helpers/own-host';
import { ownHostTest } from '../helpers/own-host-test';
import { runUntilEnd } from '../helpers/run-until-end';

const root = repositoryRoot();
const own = makeOwnHost('smoke');
afterAll(own.remove);

ownHostTest('a smoke test runs all steps over HTTP alone, and leaves catalog and stock unchanged', async () => {
  const { origin } = await own.start(['--enable-auth']);
  const key = ownerKey(['--enable-auth', '--data', own.dataFolder]) ?? '';
  const shop = makeShop(origin, key);
  const body = JSON.parse(readFileSync(join(root, 'scripts/demo-catalog.json'), 'utf8')) as CatalogDocument;
  expectStatus(await shop.owner('PUT', '/catalog', { body }), 200);
  const photo = join(own.dataFolder, 'photo.jpg');
  writeFileSync(photo, await drawnPhoto());

  const good = await smoke([origin, '--photo', photo], { SMOKE_KEY: key });
  expect(good.stderr).toBe('');
  expect(good.code).toBe(0);
  expect(good.stdout).toMatch(/A declined card releases the stock +refused \(PAYMENT\.DECLINED\)/);
  expect(good.stdout).toMatch(/No mail has failed +.*NOT CHECKED/);
  expect(await catalogOf(shop)).toEqual(body);
  expect(good.stdout).toMatch(
    /The product is removed +smoke-\w+ is removed from the catalog, and its last 2 units from stock/,
  );

  const wrongKey = await smoke([origin, '--key', 'wrong', '--photo', photo]);
  expect(wrongKey.code).toBe(1);
  expect(wrongKey.stderr).toMatch(/"A product for this test is added" failed: \S+\/api\/catalog returned 401: no body/);
  expect(await catalogOf(shop)).toEqual(body);
});

function smoke(args: string[], environment: NodeJS.ProcessEnv = {}) {
  return runUntilEnd(join(root, 'dist/scripts/smoke.js'), args, root, { ...process.env, ...environment });
}

async function catalogOf(shop: Shop): Promise<CatalogDocument> {
  return expectStatus(await shop.owner<CatalogDocument>('GET', '/catalog'), 200);
}
