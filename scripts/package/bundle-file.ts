// One bundle by esbuild: CommonJS for Node with every package in it, and a list of what it will ask for at run time.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join, relative, resolve } from 'node:path';
import { build, type Plugin, transform } from 'esbuild';
import { findRunTimeFiles } from './run-time-files';

export interface Entry {
  /** Its name in the package. */
  name: string;
  /** Absolute paths of the files it runs, in this order; with one file, its exports are the bundle's. */
  imports: string[];
}

export interface BundledFile {
  code: Buffer;
  map: Buffer;
  /** Absolute paths of the files that are in the bundle. */
  inputs: string[];
  workers: Map<string, string>;
  assets: Map<string, string>;
}

/** The host provides the first; the others are native: optional, and looked for beside the bundle. */
const external = ['@azure/functions-core', 'sharp', '@napi-rs/nice', './wasm/*'];

/** Identifiers are not shortened: names of classes and functions stand in logs, and cost no time to load. */
const readableAndSmall = { minifyWhitespace: true, minifySyntax: true, legalComments: 'none' } as const;

/** @throws Error when a file of the app asks for files in an unknown way, or esbuild has anything to say. */
export async function bundleFile(root: string, { name, imports }: Entry): Promise<BundledFile> {
  const workers = new Map<string, string>();
  const assets = new Map<string, string>();
  const result = await build({
    ...entryOf(root, imports),
    absWorkingDir: root,
    outfile: join(root, 'dist/package', name),
    write: false,
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    ...readableAndSmall,
    external,
    // Packages made for ESM ask for import.meta.url, which CommonJS does not have.
    define: { 'import.meta.url': 'bundleUrl' },
    banner: { js: 'var bundleUrl=require("node:url").pathToFileURL(__filename).href;' },
    sourcemap: 'external',
    metafile: true,
    logLevel: 'silent',
    plugins: [sourcesOfApp(root, workers, assets)],
  });
  if (result.warnings.length > 0) throw new Error(`${name}: ${result.warnings.map(({ text }) => text).join('; ')}`);
  const contents = (ending: string) => {
    const file = result.outputFiles.find(({ path }) => basename(path) === `${name}${ending}`);
    if (!file) throw new Error(`esbuild made no ${name}${ending}`);
    return Buffer.from(file.contents);
  };
  const inputs = Object.keys(result.metafile.inputs).map((path) => resolve(root, path));
  return { code: contents(''), map: contents('.map'), inputs, workers, assets };
}

function entryOf(root: string, imports: string[]) {
  const [only] = imports;
  if (only !== undefined && imports.length === 1) return { entryPoints: [only] };
  const lines = imports.map((path) => `import ${JSON.stringify(`./${relative(root, path)}`)};`);
  return { stdin: { contents: lines.join('\n'), resolveDir: root, sourcefile: 'all-functions.js' } };
}

/** Looks through each file of the app for what it asks for at run time. */
function sourcesOfApp(root: string, workers: Map<string, string>, assets: Map<string, string>): Plugin {
  const sources = join(root, 'src/');
  return {
    name: 'sources-of-app',
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        if (!path.startsWith(sources)) return undefined;
        const plain = await transform(await readFile(path, 'utf8'), {
          loader: 'ts',
          target: 'node22',
          sourcemap: 'inline',
          sourcefile: basename(path),
        });
        const found = findRunTimeFiles(plain.code, path, createRequire(path).resolve);
        for (const [name, file] of found.workers) workers.set(name, file);
        for (const [name, file] of found.assets) assets.set(name, file);
        return { contents: found.source, loader: 'js' };
      });
    },
  };
}
