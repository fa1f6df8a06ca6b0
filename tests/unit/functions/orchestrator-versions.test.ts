// Every orchestrator outlives deployments: its instances, those of parcels and of idle carts too, go on by the version they have.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../../scripts/repository-root';

const source = join(repositoryRoot(), 'src');
const textOf = (folder: string) =>
  readdirSync(join(source, folder))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(source, folder, file), 'utf8'))
    .join('\n');
const registered = [...textOf('functions').matchAll(/df\.app\.orchestration\('(\w+)'/g)].map(([, name = '']) => name);
const orchestrators = ['carts', 'orders/saga'].map(textOf).join('\n');

test('there are orchestrators to check', () => {
  expect(registered).toEqual(expect.arrayContaining(['orderOrchestrator', 'shipmentOrchestrator', 'cartOrchestrator']));
});

test.each(registered)('%s is chosen by the version of its instance', (name) => {
  expect(orchestrators).toMatch(new RegExp(`export const ${name} = orchestratorByVersion<`));
});
