// A generator that this repository does not use makes a client from the description of a running shop, and that client buys.

import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import type { Order } from '../../client/api-types';
import { generatorFolder } from '../../scripts/api-types';
import { repositoryRoot } from '../../scripts/repository-root';
import { describeWithGenerators } from '../helpers/client-generator';
import { type Ended, runUntilEnd } from '../helpers/run-until-end';
import { runningApp } from '../helpers/running-app';

const { shop, sku } = runningApp();
const packages = join(generatorFolder, 'node_modules');
const compilerOptions = {
  ...{ strict: true, noEmit: true, module: 'esnext', moduleResolution: 'bundler', target: 'es2022' },
  ...{ lib: ['es2023', 'dom', 'dom.iterable'], types: ['node'], skipLibCheck: true },
};

describeWithGenerators('the client that @hey-api/openapi-ts makes', () => {
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cartwright-stranger-'));
    cpSync(join(repositoryRoot(), 'tests/e2e/fixtures/stranger'), folder, { recursive: true });
    symlinkSync(join(repositoryRoot(), 'node_modules'), join(folder, 'node_modules'));
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['buy.ts'] }));
    const description = `${shop.origin()}/api/openapi.json`;
    const flags = ['--input', description, '--output', join(folder, 'client'), '--no-log-file'];
    expectSuccess(await runUntilEnd(join(packages, '@hey-api/openapi-ts/bin/run.js'), flags, folder));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('passes the check of its types, with the code that calls it', async () => {
    expectSuccess(await runUntilEnd(join(packages, 'typescript/bin/tsc'), ['--project', folder], folder));
  });

  test('places an order that is delivered', async () => {
    const bundle = join(folder, 'buy.cjs');
    buildSync({ entryPoints: [join(folder, 'buy.ts')], outfile: bundle, bundle: true, platform: 'node' });
    const ended = await runUntilEnd(bundle, [`${shop.origin()}/api`, sku('mug')], folder);
    expectSuccess(ended);
    const order = JSON.parse(ended.lines.at(-1) ?? '') as Order;
    expect(order).toMatchObject({ state: 'delivered', email: 'grace@shop.example' });
    expect(order.lines).toMatchObject([{ sku: sku('mug'), quantity: 2 }]);
  });
});

function expectSuccess({ code, lines }: Ended): void {
  expect([code, ...(code === 0 ? [] : lines)]).toEqual([0]);
}
