// The commands and files that the README mentions exist.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../scripts/repository-root';

const root = repositoryRoot();
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

test('the README holds the two commands of a fresh clone', () => {
  expect(readme).toContain('npm ci && npm run demo\n');
  expect(readme).toContain('npm ci && npm test\n');
});

test('every npm script that the README names exists', () => {
  const named = [...readme.matchAll(/\bnpm (?:run )?([a-z][a-z0-9:]*)/g)].map((match) => match[1] ?? '');
  const builtIn = ['ci', 'install'];
  expect(named.length).toBeGreaterThan(4);
  expect(named.filter((name) => !builtIn.includes(name) && !(name in scripts))).toEqual([]);
});

test('every file and folder of the repository that the README points to exists', () => {
  const named = [...readme.matchAll(/`((?:src|localhost|scripts|tests|docs|infra|bench)\/[\w./-]*)`/g)].map(
    (match) => match[1] ?? '',
  );
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});
