// Builds one bundle with esbuild: CommonJS for Node that includes every package, and a list of the files it loads at run
// time.

import { basename, join, relative, resolve } from 'node:path';
import { build } from 'esbuild';
import { type AskedFor, sourcesOfApp } from './sources-of-app';

export interface Entry {
  /** Its name in the package. */
  name: string;
  /** Absolute paths of the files to run, in this order. A single file's exports become the bundle's. */
  imports: string[];
}

export interface BundledFile extends AskedFor {
  code: Buffer;
  map: Buffer;
  /** Absolute paths of the bundled files. */
  inputs: string[];
}

/** The host provides the first; the others are optional native packages, resolved next to the bundle. */
const external = ['@azure/functions-core', 'sharp', '@napi-rs/nice'];

/**
 * Identifiers keep their names, which appear in logs and cost no load time. Lines stay short, because Node prints the
 * source line of an error at startup.
 */
const readableAndSmall = { minifyWhitespace: true, minifySyntax: true, lineLimit: 160, legalComments: 'none' } as const;

/** @throws Error when a source file loads files in an unsupported way, or esbuild reports a warning. */
export async function bundleFile(root: string, { name, imports }: Entry): Promise<BundledFile> {
  const askedFor: AskedFor = { workers: new Map(), packages: new Map(), assets: new Map() };
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
    // ESM packages use import.meta.url, which CommonJS does not have.
    define: { 'import.meta.url': 'bundleUrl' },
    banner: { js: 'var bundleUrl=require("node:url").pathToFileURL(__filename).href;' },
    sourcemap: 'external',
    metafile: true,
    logLevel: 'silent',
    plugins: [sourcesOfApp(root, external, askedFor)],
  });
  if (result.warnings.length > 0) throw new Error(`${name}: ${result.warnings.map(({ text }) => text).join('; ')}`);
  const contents = (ending: string) => {
    const file = result.outputFiles.find(({ path }) => basename(path) === `${name}${ending}`);
    if (!file) throw new Error(`esbuild made no ${name}${ending}`);
    return Buffer.from(file.contents);
  };
  const inputs = Object.keys(result.metafile.inputs).map((path) => resolve(root, path));
  return { code: contents(''), map: contents('.map'), inputs, ...askedFor };
}

function entryOf(root: string, imports: string[]) {
  const [only] = imports;
  if (only !== undefined && imports.length === 1) return { entryPoints: [only] };
  const lines = imports.map((path) => `import ${JSON.stringify(`./${relative(root, path)}`)};`);
  return { stdin: { contents: lines.join('\n'), resolveDir: root, sourcefile: 'all-functions.js' } };
}
