// Makes the built local host a package of its own, and its command known to `npx localhost` everywhere in this checkout:
// below this folder npx looks into node_modules/.bin, and for a command that is not there it asks the registry.
//
//   node scripts/finish-build.mjs           after tsc, for dist/localhost
//   node scripts/finish-build.mjs FOLDER    for a build elsewhere: the package only
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const [given] = process.argv.slice(2);
const folder = given ?? join(root, 'dist/localhost');

/** All that the host requires; the versions are those of this repository. */
const needed = [
  '@azure/cosmos',
  '@azure/data-tables',
  '@azure/storage-blob',
  '@azure/storage-queue',
  'azurite',
  'chokidar',
  'jsonc-parser',
];
const { version, license, engines, dependencies, devDependencies } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
);
const versions = { ...dependencies, ...devDependencies };
const manifest = {
  name: 'functions-localhost',
  version,
  description: 'Runs Azure Functions apps (Node, programming model v4) on one machine with Node alone',
  license,
  engines,
  bin: { localhost: 'index.js' },
  files: ['**/*.js', 'README.md', 'LICENSE'],
  dependencies: Object.fromEntries(needed.map((name) => [name, versions[name]])),
};
writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
copyFileSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
const readme = join(root, 'localhost/README.md');
if (existsSync(readme)) copyFileSync(readme, join(folder, 'README.md'));
chmodSync(join(folder, 'index.js'), 0o755);

if (given === undefined) {
  const command = join(root, 'node_modules/.bin/localhost');
  mkdirSync(join(root, 'node_modules/.bin'), { recursive: true });
  rmSync(command, { force: true });
  symlinkSync('../../dist/localhost/index.js', command);
}
