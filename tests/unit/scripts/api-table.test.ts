// README's table of the API says what the description says.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withApiTable } from '../../../scripts/api-table';
import { repositoryRoot } from '../../../scripts/repository-root';
import { apiAreas } from '../../../src/api/api-description';

const readme = readFileSync(join(repositoryRoot(), 'README.md'), 'utf8');

test('the table is up to date; if not, run `npm run api:table`', () => {
  expect(withApiTable(readme, apiAreas)).toBe(readme);
});

test('the table has a row for each operation', () => {
  const rows = readme.split('\n').filter((line) => /^\| `(GET|POST|PUT|DELETE) \//.test(line));
  expect(rows).toHaveLength(apiAreas.flatMap(({ operations }) => Object.keys(operations)).length);
});

test('a change of the description makes the table stale', () => {
  const [first, ...others] = apiAreas;
  expect(withApiTable(readme, others)).not.toBe(readme);
  expect(first).toBeDefined();
});

test('a page without the marks is refused', () => {
  expect(() => withApiTable('# A page', apiAreas)).toThrow('needs the marks');
});
