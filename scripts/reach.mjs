// Counts the files under src that the given files import, directly or indirectly, including the given files. Type imports
// count; packages do not.
// `node scripts/reach.mjs src/orders/http/place-order-handler.ts src/orders/saga/order-orchestrator.ts`

import { existsSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';

const importOf = /\b(?:from|import|require\()\s*\(?\s*'(\.[^']+)'/g;
const root = resolve('src');

function importsOf(file) {
  const specifiers = [...readFileSync(file, 'utf8').matchAll(importOf)].map(([, specifier]) => specifier);
  return specifiers
    .map((specifier) => resolve(dirname(file), specifier.replace(/\.js$/, '')))
    .flatMap((path) => [`${path}.ts`, `${path}/index.ts`, path].find(existsSync) ?? [])
    .filter((path) => path.startsWith(root));
}

const reached = new Set(process.argv.slice(2).map((file) => resolve(file)));
for (const file of reached) for (const imported of importsOf(file)) reached.add(imported);

for (const file of [...reached].sort()) console.log(relative('.', file));
console.log(`${reached.size} files within reach`);
