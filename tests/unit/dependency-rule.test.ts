// Tests the dependency rule by trying each forbidden import once.

import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { repositoryRoot } from '../../scripts/repository-root';

type Case = [file: string, imported: string, rule: string];

const forbidden: Case[] = [
  ['src/carts/a.ts', '../adapters/storage/storage', 'areas-know-ports-only'],
  ['src/orders/b.ts', '../compose/orders', 'compose-is-the-top'],
  ['src/orders/c.ts', '../config', 'settings-are-handed-in'],
  ['src/orders/d.ts', '../carts/cart', 'areas-are-apart'],
  ['src/orders/saga/d.ts', '../../stock/stock', 'areas-are-apart'],
  ['src/operations/poison.ts', '../pictures/picture-job', 'areas-are-apart'],
  ['src/orders/saga/order-orchestrator.ts', '../../stock/stock-rules', 'areas-are-apart'],
  ['src/pictures/e.ts', '@azure/storage-blob', 'areas-have-no-clients'],
  ['src/pictures/f.ts', 'jimp', 'areas-have-no-clients'],
  ['src/orders/f.ts', 'stripe', 'areas-have-no-clients'],
  ['src/shared/mail/f.ts', 'nodemailer', 'areas-have-no-clients'],
  ['src/pictures/g.ts', '../engines/jimp/jimp-engine', 'areas-know-ports-only'],
  ['src/stock/handlers.ts', '@azure/storage-queue', 'areas-have-no-clients'],
  ['src/orders/http/owner-handlers.ts', '@azure/data-tables', 'areas-have-no-clients'],
  ['src/catalog/g.ts', '@azure/functions', 'functions-types-at-the-rim'],
  ['src/stock/h.ts', 'durable-functions', 'durable-functions-at-the-rim'],
  ['src/adapters/storage/i.ts', '../../config', 'settings-are-handed-in'],
  ['src/adapters/storage/j.ts', '../../orders/http/placing-handlers', 'adapters-know-ports-and-rules'],
  ['src/adapters/durable/k.ts', '../../orders/saga/refund-orchestrator', 'adapters-know-ports-and-rules'],
  ['src/adapters/storage/l.ts', '../../pictures/media-handlers', 'adapters-know-ports-and-rules'],
  ['src/adapters/storage/m.ts', '../stripe/stripe-client', 'adapters-are-apart'],
  ['src/adapters/cosmos/m.ts', '../storage/table-orders', 'adapters-are-apart'],
  ['src/adapters/mail/m.ts', '../stripe/stripe-books', 'mail-and-sandbox-stand-on-storage'],
  ['src/adapters/storage/n.ts', '../../engines/thumb-hash', 'adapters-are-apart'],
  ['src/engines/sharp/n.ts', '../../adapters/storage/blob-pictures', 'engines-paint-pictures'],
  ['src/engines/sharp/o.ts', '../../orders/order', 'engines-paint-pictures'],
  ['src/api/n.ts', '../carts/handlers', 'api-describes'],
  ['src/api/o.ts', '../adapters/storage/storage', 'api-describes'],
  ['src/api/p.ts', '@azure/functions', 'functions-types-at-the-rim'],
  ['src/carts/p.ts', '../api/openapi-document', 'api-is-composed'],
  ['src/functions/k.ts', '../carts/handlers', 'functions-register-only'],
  ['src/functions/l.ts', '../config', 'functions-register-only'],
  ['src/shared/l.ts', '../carts/cart-state', 'shared-stands-alone'],
  ['src/shared/m.ts', '@azure/data-tables', 'areas-have-no-clients'],
  ['src/shared/mail/n.ts', '@azure/functions', 'functions-types-at-the-rim'],
  ['src/carts/n.ts', '../../localhost/app/host', 'src-stands-alone'],
  ['src/compose/o.ts', '../../localhost/app/runtime', 'src-stands-alone'],
  ['src/functions/o.ts', '../../tests/helpers/azurite', 'src-stands-alone'],
  ['client/a.ts', '../src/shared/money', 'client-stands-alone'],
  ['client/b.ts', 'node:fs', 'client-stands-alone'],
  ['src/carts/q.ts', '../../client/api-client', 'clients-are-outside'],
  ['localhost/core/o.ts', '../../client/api-client', 'clients-are-outside'],
  ['localhost/core/p.ts', '../../src/shared/ids', 'localhost-knows-no-app'],
  ['localhost/taskhub/q.ts', '../../src/shared/http/errors', 'localhost-knows-no-app'],
  ['localhost/core/q.ts', '../config/local-settings', 'localhost-core-goes-down'],
  ['localhost/config/q.ts', '../cli/cli-options', 'localhost-config-goes-down'],
  ['localhost/emulators/q.ts', '../bindings/connections', 'localhost-emulators-goes-down'],
  ['localhost/worker/q.ts', '../bindings/blob', 'localhost-worker-goes-down'],
  ['localhost/bindings/q.ts', '../execution/executor', 'localhost-bindings-goes-down'],
  ['localhost/execution/q.ts', '../triggers/listener', 'localhost-execution-goes-down'],
  ['localhost/triggers/q.ts', '../taskhub/engine', 'localhost-triggers-goes-down'],
  ['localhost/taskhub/r.ts', '../triggers/retry', 'localhost-taskhub-goes-down'],
  ['localhost/app/q.ts', '../cli/banner', 'localhost-app-goes-down'],
];

const allowed: [file: string, imported: string][] = [
  ['src/carts/allowed.ts', './cart'],
  ['src/carts/also-allowed.ts', '../shared/http/errors'],
  ['src/pictures/handlers.ts', '@azure/functions'],
  ['src/pictures/owner-handlers.ts', '@azure/functions'],
  ['src/orders/saga/activities.ts', '@azure/functions'],
  ['src/shared/http/http.ts', '@azure/functions'],
  ['src/shared/durable/durable.ts', 'durable-functions'],
  ['src/stock/stock-entity.ts', 'durable-functions'],
  ['src/shared/http/buckets.ts', 'lru-cache'],
  ['src/pictures/turns.ts', 'async-mutex'],
  ['src/adapters/storage/allowed.ts', '../../carts/ports'],
  ['src/adapters/storage/also-allowed.ts', '@azure/storage-blob'],
  ['src/adapters/mail/allowed.ts', '../storage/blob-catalog'],
  ['src/engines/jimp/allowed.ts', '../../pictures/headers/exif'],
  ['src/api/allowed.ts', '../carts/cart-api'],
  ['src/api/handlers.ts', '@azure/functions'],
  ['src/functions/allowed.ts', '../compose/catalog'],
  ['src/compose/allowed.ts', '../config'],
  ['localhost/cli/allowed.ts', '../app/host'],
  ['localhost/app/allowed.ts', '../taskhub/extension'],
];

const kinds = {
  value: (imported: string) => `import { probe } from '${imported}';\n\nprobe();\n`,
  type: (imported: string) => `import type { Probe } from '${imported}';\n\nexport const probe: Probe = 1;\n`,
};

describe.each(Object.keys(kinds) as (keyof typeof kinds)[])('the dependency rule, for an import of a %s', (kind) => {
  let refused: Map<string, string[]>;

  beforeAll(() => {
    refused = rulesBrokenBy([...forbidden, ...allowed], kinds[kind]);
  });

  test.each(forbidden)('refuses %s an import of %s (%s)', (file, _imported, rule) => {
    expect(refused.get(file)).toContain(rule);
  });

  test.each(allowed)('lets %s import %s', (file) => {
    expect(refused.get(file)).toBeUndefined();
  });
});

test.each(Object.entries(kinds))('the dependency rule refuses circles, by a %s too', (_kind, importing) => {
  const circle: [string, string][] = [
    ['src/carts/one.ts', './two'],
    ['src/carts/two.ts', './three'],
    ['src/carts/three.ts', './one'],
  ];
  const broken = rulesBrokenBy(circle, importing);
  expect([...broken.values()].flat()).toContain('no-circles');
});

/** The violated rules by file, for files with one import each, checked with the repository's configuration. */
function rulesBrokenBy(
  imports: (Case | [file: string, imported: string])[],
  importing: (imported: string) => string,
): Map<string, string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'cartwright-rule-'));
  try {
    cpSync(join(repositoryRoot(), '.dependency-cruiser.js'), join(folder, '.dependency-cruiser.js'));
    for (const [file, imported] of imports) {
      write(join(folder, file), importing(imported));
      if (imported.startsWith('.')) write(join(folder, `${posix.join(dirname(file), imported)}.ts`), '');
    }
    return cruise(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Files with imports are written first and are not overwritten by those that are only imported. */
function write(file: string, text: string): void {
  if (text === '' && existsSync(file)) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function cruise(folder: string): Map<string, string[]> {
  const command = join(repositoryRoot(), 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const rooms = ['src', 'client', 'localhost'].filter((room) => existsSync(join(folder, room)));
  const flags = ['--config', '.dependency-cruiser.js', '--output-type', 'json', ...rooms];
  const { stdout, stderr } = spawnSync(process.execPath, [command, ...flags], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  if (stdout === '') throw new Error(`dependency-cruiser says: ${stderr}`);
  const { summary } = JSON.parse(stdout) as { summary: { violations: { from: string; rule: { name: string } }[] } };
  const broken = new Map<string, string[]>();
  for (const { from, rule } of summary.violations) broken.set(from, [...(broken.get(from) ?? []), rule.name]);
  return broken;
}
