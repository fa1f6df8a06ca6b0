// Bundles the app into few files: one with all functions, one per worker thread, one per package that is loaded on demand,
// and the WebAssembly files they use.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleFile, type Entry } from './bundle-file';
import { findFilesOfPackages } from './packages-with-files';

export interface AppBundle {
  /** Path in the package → contents. */
  files: Map<string, Buffer>;
  /** Source maps by file name plus `.map`. */
  maps: Map<string, Buffer>;
}

/** The file that registers all functions: `main` in package.json. */
export const mainFile = 'main.js';

/**
 * @param root the repository's folder.
 * @throws Error when the bundle lacks a file that the code loads at run time.
 */
export async function bundleApp(root: string): Promise<AppBundle> {
  const files = new Map<string, Buffer>();
  const maps = new Map<string, Buffer>();
  const wanted: Entry[] = [{ name: mainFile, imports: functionFiles(root) }];
  const wasm = new Set<string>();
  for (const entry of wanted) {
    const bundled = await bundleFile(root, entry);
    const ofPackages = findFilesOfPackages(bundled.inputs.filter((path) => path.includes('/node_modules/')));
    files.set(entry.name, bundled.code);
    maps.set(`${entry.name}.map`, bundled.map);
    for (const [path, source] of bundled.assets) addAsset(files, path, source);
    for (const name of ofPackages.wasm) wasm.add(name);
    const asked = [...bundled.workers, ...bundled.packages, ...ofPackages.workers];
    for (const [name, file] of asked) addEntry(wanted, name, file);
  }
  for (const name of wasm) {
    if (!files.has(`wasm/${name}`)) throw new Error(`The bundle needs ${name}, which no file in src refers to.`);
  }
  return { files, maps };
}

function functionFiles(root: string): string[] {
  const folder = join(root, 'src/functions');
  const names = readdirSync(folder).filter((name) => name.endsWith('.ts'));
  return names.sort().map((name) => join(folder, name));
}

function addEntry(wanted: Entry[], name: string, file: string): void {
  const same = wanted.find((entry) => entry.name === name);
  if (same && same.imports[0] !== file) throw new Error(`Two files would be ${name}: ${same.imports[0]} and ${file}`);
  if (!same) wanted.push({ name, imports: [file] });
}

function addAsset(files: AppBundle['files'], path: string, source: string): void {
  const contents = readFileSync(source);
  const same = files.get(path);
  if (same && !same.equals(contents)) throw new Error(`Two files would be ${path} in the package.`);
  files.set(path, contents);
}
