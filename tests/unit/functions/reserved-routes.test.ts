// The genuine host skips every function whose route starts with a reserved word and starts the others without an error, so the
// loss would show only as a 404 in Azure.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../../scripts/repository-root';

const folder = join(repositoryRoot(), 'src/functions');
const text = readdirSync(folder)
  .map((file) => readFileSync(join(folder, file), 'utf8'))
  .join('\n');
const routes = [...text.matchAll(/route: '([^']*)'/g)].map(([, route]) => route ?? '');

test('there are routes to check', () => {
  expect(routes).toEqual(expect.arrayContaining(['api/products', 'api/admin/poison']));
  expect(routes.length).toBe([...text.matchAll(/app\.http\(/g)].length);
});

test.each(routes)('%s does not start with a reserved word', (route) => {
  expect(route).not.toMatch(/^\/?(admin|runtime)/i);
});

test('the route that takes whatever is left is tried last: its function has the last name', () => {
  const names = [...text.matchAll(/app\.http\('([^']+)'/g)].map(([, name = '']) => name);
  const byName = names.toSorted((a, b) => a.toLowerCase().localeCompare(b.toLowerCase(), 'en'));
  expect(byName.at(-1)).toBe('zzUnknownRoute');
  expect(routes.filter((route) => route.includes('{*'))).toHaveLength(1);
});
