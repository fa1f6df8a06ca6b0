// The genuine host leaves out every function whose route starts with a word of its own, and starts the others as if
// nothing were: what is lost shows only as a 404 in Azure.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../../scripts/repository-root';

const folder = join(repositoryRoot(), 'src/functions');
const text = readdirSync(folder)
  .map((file) => readFileSync(join(folder, file), 'utf8'))
  .join('\n');
const routes = [...text.matchAll(/route: '([^']*)'/g)].map(([, route]) => route ?? '');

test('there are routes to look at', () => {
  expect(routes).toEqual(expect.arrayContaining(['products', '{area:regex(^admin$)}/poison']));
  expect(routes.length).toBe([...text.matchAll(/app\.http\(/g)].length);
});

test.each(routes)('%s does not start with a word of the host', (route) => {
  expect(route).not.toMatch(/^\/?(admin|runtime)/i);
});
