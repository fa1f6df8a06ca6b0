// `npm run package [-- --with-sharp]` builds the zip for Azure and prints its files, size and hash.

import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import { packageApp } from './package-app';

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { 'with-sharp': { type: 'boolean' } } });
  const { zip, bytes, sha256, files } = await packageApp({ withSharp: values['with-sharp'] ?? false });
  const shown = files.filter(({ path }) => !path.startsWith('node_modules/'));
  for (const { path, bytes: size } of shown) console.log(`${kilobytes(size)}  ${path}`);
  const native = files.slice(shown.length).reduce((sum, { bytes: size }) => sum + size, 0);
  if (native > 0) console.log(`${kilobytes(native)}  node_modules/ (sharp for Linux x64)`);
  console.log(`\n${relative(process.cwd(), zip)}  ${bytes} bytes\nsha256 ${sha256}`);
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1).padStart(8)} kB`;
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
