// What the README promises first: the commands of a fresh clone. What else it names is checked with the other pages.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../scripts/repository-root';

test('the README holds the two commands of a fresh clone', () => {
  const readme = readFileSync(join(repositoryRoot(), 'README.md'), 'utf8');
  expect(readme).toContain('npm ci && npm run demo\n');
  expect(readme).toContain('npm ci && npm test\n');
});
