// Finds the files that a source file loads at run time without an import: worker threads, WebAssembly, packages loaded on
// demand. Any other way to load a file is an error, because the file would be missing in Azure.

import { basename, dirname, join } from 'node:path';

export interface RunTimeFiles {
  /** The source with file names replaced by those in the package. */
  source: string;
  /** Name in the package (`jimp-worker.js`) → its TypeScript file. */
  workers: Map<string, string>;
  /** Name in the package (`azure-identity.js`) → the file that `require` resolves to. */
  packages: Map<string, string>;
  /** Path in the package (`wasm/webp_dec.wasm`) → the file to copy. */
  assets: Map<string, string>;
}

/** `join(__dirname, "jimp-worker.js")`, as esbuild prints it. */
const workerBeside = /join\(__dirname, "([\w-]+)\.js"\)/g;
/** `join(__dirname, "../../pages")`: the built pages, which lie beside the bundle in the package. */
const folderOfPages = /join\(__dirname, "(?:\.\.\/)*pages"\)/g;
/** `"@jsquash/webp/codec/dec/webp_dec.wasm"`, resolved with `require.resolve`. */
const wasmOfPackage = /"([^"\n]+\.wasm)"/g;
/** `require("@azure/identity")` inside a function; imports are already in the bundle. */
const packageWhenNeeded = /\brequire\("((?!node:|\.)[^"]+)"\)/g;
const otherWay =
  /\b__dirname\b|\b__filename\b|\bimport\.meta\b|\bcreateRequire\b|\.wasm\b(?!")|\.node"|\brequire\((?!")/;

export interface Surroundings {
  /** Absolute path of the file. */
  file: string;
  /** Packages that are not bundled. */
  external: string[];
  /** Resolves a file of a package. @throws when there is none. */
  resolve(name: string): string;
}

/**
 * @param code the file as JavaScript without comments and types, as esbuild prints it.
 * @throws Error that names the file and the line that loads a file in an unsupported way.
 */
export function findRunTimeFiles(code: string, { file, external, resolve }: Surroundings): RunTimeFiles {
  const known = code.replaceAll(workerBeside, '').replaceAll(folderOfPages, '').replaceAll(wasmOfPackage, '');
  const unknown = known.split('\n').find((line) => otherWay.test(line));
  if (unknown !== undefined) {
    throw new Error(
      `${file} loads a file in a way that the packaging does not support: ${unknown.trim()}\n` +
        'Supported are join(__dirname, "worker.js"), join(__dirname, "pages"), require.resolve of a package\'s "….wasm" and require("package").',
    );
  }
  const workers = new Map<string, string>();
  for (const [, name] of code.matchAll(workerBeside)) workers.set(`${name}.js`, join(dirname(file), `${name}.ts`));
  const assets = new Map<string, string>();
  const packages = new Map<string, string>();
  const source = code
    .replaceAll(folderOfPages, 'join(__dirname, "pages")')
    .replaceAll(wasmOfPackage, (_, name: string) => {
      const path = `wasm/${basename(name)}`;
      assets.set(path, resolve(name));
      return JSON.stringify(`./${path}`);
    })
    .replaceAll(packageWhenNeeded, (found, name: string) => {
      if (external.includes(name)) return found;
      const path = `${name.replace('@', '').replaceAll('/', '-')}.js`;
      packages.set(path, resolve(name));
      return `require("./${path}")`;
    });
  return { source, workers, packages, assets };
}
