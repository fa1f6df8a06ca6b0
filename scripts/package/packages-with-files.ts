// Finds packages that read files next to their own code, which a bundle would miss. A package that does so and is not listed
// here stops the packaging, so that somebody checks what it needs.

import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** File below node_modules → the worker file it starts, or why it needs nothing. */
const known: Record<string, { worker: string } | { nothing: string }> = {
  'piscina/dist/index.js': { worker: 'worker.js' },
  '@azure/storage-common/dist/esm/crc64.js': {
    nothing: 'the WebAssembly is embedded in the code, which only mentions the file name',
  },
  'open/index.js': { nothing: 'opens a browser for interactive sign-in, which the app never uses' },
};

const readsFiles =
  /\b__dirname\b|\b__filename\b|\bimport\.meta\b|\bcreateRequire\b|\bnew Worker\(|\brequire\.resolve\b|[\w.-]\.wasm\b|\.node['"`]\)/;

export interface FilesOfPackages {
  /** Name in the package → the file to bundle. */
  workers: Map<string, string>;
  /** Names of the WebAssembly files that the bundled code loads. */
  wasm: Set<string>;
}

/**
 * @param inputs absolute paths of all bundled files below node_modules.
 * @throws Error that names a file not listed here.
 */
export function findFilesOfPackages(inputs: string[]): FilesOfPackages {
  const workers = new Map<string, string>();
  const wasm = new Set<string>();
  for (const file of inputs) {
    const rule = known[file.split('node_modules/').at(-1) ?? ''];
    if (rule && 'worker' in rule) workers.set(rule.worker, join(dirname(file), rule.worker));
    if (rule || !readsFiles.test(withoutComments(readFileSync(file, 'utf8')))) continue;
    const codec = wasmOf(file);
    if (codec === undefined) {
      throw new Error(`${file} reads files at run time: list it in scripts/package/packages-with-files.ts.`);
    }
    wasm.add(codec);
  }
  return { workers, wasm };
}

/** Emscripten and wasm-bindgen name a WebAssembly file after the script that loads it. */
function wasmOf(file: string): string | undefined {
  const stem = basename(file).replace(/\.[cm]?js$/, '');
  return [`${stem}.wasm`, `${stem}_bg.wasm`].find((name) => existsSync(join(dirname(file), name)));
}

function withoutComments(code: string): string {
  return code.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '');
}
