// Builds src/pages into dist/pages: a folder with a document for each page, and hashed assets with their compressed forms.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build } from 'vite';

const source = fileURLToPath(new URL('../src/pages', import.meta.url));
const outDir = fileURLToPath(new URL('../dist/pages', import.meta.url));
const pages = readdirSync(source).filter((name) => existsSync(join(source, name, 'index.html')));

await build({
  root: source,
  configFile: false,
  logLevel: 'warn',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir,
    emptyOutDir: true,
    target: 'es2022',
    sourcemap: false,
    // An inlined file would be a data url, which the pages' security policy refuses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: Object.fromEntries(pages.map((name) => [name, join(source, name, 'index.html')])) },
  },
});

const assets = join(outDir, 'assets');
for (const name of readdirSync(assets)) {
  const bytes = readFileSync(join(assets, name));
  writeFileSync(join(assets, `${name}.br`), brotliCompressSync(bytes));
  writeFileSync(join(assets, `${name}.gz`), gzipSync(bytes, { level: 9 }));
}
