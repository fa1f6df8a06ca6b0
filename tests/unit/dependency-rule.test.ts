// The dependency rule is only worth something if lint fails on what it forbids: each forbidden import is tried once.

import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { repositoryRoot } from '../../scripts/repository-root';

type Case = [file: string, imported: string];

const forbidden: Case[] = [
  ['src/carts/a.ts', '../adapters/storage'],
  ['src/orders/b.ts', '../app'],
  ['src/orders/b.ts', '../poison-queues'],
  ['src/orders/c.ts', '../config'],
  ['src/orders/d.ts', '../carts/cart'],
  ['src/pictures/e.ts', '@azure/storage-blob'],
  ['src/pictures/f.ts', 'jimp'],
  ['src/catalog/g.ts', '@azure/functions'],
  ['src/stock/h.ts', 'durable-functions'],
  ['src/stock/handlers.ts', '@azure/storage-queue'],
  ['src/orders/owner-handlers.ts', '@azure/storage-blob'],
  ['src/operations/poison.ts', '../pictures/picture-job'],
  ['src/orders/order-orchestrator.ts', '../stock/stock'],
  ['src/adapters/i.ts', '../config'],
  ['src/adapters/j.ts', '../orders/handlers'],
  ['src/adapters/q.ts', '../pictures/media-handlers'],
  ['src/functions/k.ts', '../carts/handlers'],
  ['src/shared/l.ts', '../carts/cart'],
  ['src/shared/m.ts', '@azure/data-tables'],
  ['src/carts/n.ts', '../../localhost/host'],
  ['src/app.ts', '../localhost/host'],
  ['src/functions/o.ts', '../../tests/helpers/azurite'],
  ['localhost/p.ts', '../src/config'],
  ['localhost/taskhub/q.ts', '../../src/shared/errors'],
];

const allowed: Case[] = [
  ['src/carts/allowed.ts', './cart'],
  ['src/carts/also-allowed.ts', '../shared/errors'],
  ['src/pictures/handlers.ts', '@azure/functions'],
  ['src/pictures/media-handlers.ts', '@azure/functions'],
  ['src/stock/stock-entity.ts', 'durable-functions'],
  ['src/adapters/allowed.ts', '../carts/ports'],
  ['src/adapters/also-allowed.ts', '@azure/storage-blob'],
  ['src/functions/allowed.ts', '../app'],
  ['localhost/allowed.ts', './settings'],
];

let refused: Map<string, string>;

beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), 'cartwright-lint-'));
  try {
    cpSync(join(repositoryRoot(), 'biome.json'), join(folder, 'biome.json'));
    for (const [file, imported] of [...forbidden, ...allowed]) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), `import { probe } from '${imported}';\n\nprobe();\n`);
    }
    refused = restrictedImportsIn(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test.each(forbidden)('lint refuses %s an import of %s', (file) => {
  expect(refused.get(file)).toMatch(/\w+/);
});

test.each(allowed)('lint lets %s import %s', (file) => {
  expect(refused.has(file)).toBe(false);
});

/** The rule's message by file, as the repository's own configuration and lint see the folder. */
function restrictedImportsIn(folder: string): Map<string, string> {
  const biome = require.resolve('@biomejs/biome/bin/biome');
  const flags = ['lint', '--vcs-enabled=false', '--reporter=json', '--max-diagnostics=none', '.'];
  const { stdout, status } = spawnSync(process.execPath, [biome, ...flags], { cwd: folder, encoding: 'utf8' });
  expect(status).toBe(1);
  const report = JSON.parse(stdout) as {
    diagnostics: { category: string; message: string; location: { path: string } }[];
  };
  const ofRule = report.diagnostics.filter(({ category }) => category === 'lint/style/noRestrictedImports');
  return new Map(ofRule.map(({ location, message }) => [location.path, message]));
}
