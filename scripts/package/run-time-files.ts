// What a source file of the app asks for while it runs and no import tells: worker threads beside it, WebAssembly of a
// package, packages that are loaded only when they are needed. Every other way to ask is an error, because its file
// would be missing in Azure.

import { basename, dirname, join } from 'node:path';

export interface RunTimeFiles {
  /** The source with each file's name as it is in the package. */
  source: string;
  /** Name in the package (`jimp-worker.js`) → the TypeScript file it is made from. */
  workers: Map<string, string>;
  /** Name in the package (`azure-identity.js`) → the file that `require` of the package finds. */
  packages: Map<string, string>;
  /** Path in the package (`wasm/mozjpeg_dec.wasm`) → the file to copy. */
  assets: Map<string, string>;
}

/** `join(__dirname, "jimp-worker.js")`, as esbuild prints it. */
const workerBeside = /join\(__dirname, "([\w-]+)\.js"\)/g;
/** `"@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm"`, to be resolved by `require.resolve`. */
const wasmOfPackage = /"([^"\n]+\.wasm)"/g;
/** `require("@azure/identity")` in the midst of a function; an import is in the bundle that imports. */
const packageWhenNeeded = /\brequire\("((?!node:|\.)[^"]+)"\)/g;
const otherWay =
  /\b__dirname\b|\b__filename\b|\bimport\.meta\b|\bcreateRequire\b|\.wasm\b(?!")|\.node"|\brequire\((?!")/;

export interface Surroundings {
  /** Absolute path of the file. */
  file: string;
  /** Packages that are not bundled. */
  external: string[];
  /** Finds a file of a package. @throws when there is none. */
  resolve(name: string): string;
}

/**
 * @param code the file as JavaScript without comments or types, as esbuild prints it.
 * @throws Error that names the file and the line of a way of asking that is not known.
 */
export function findRunTimeFiles(code: string, { file, external, resolve }: Surroundings): RunTimeFiles {
  const known = code.replaceAll(workerBeside, '').replaceAll(wasmOfPackage, '');
  const unknown = known.split('\n').find((line) => otherWay.test(line));
  if (unknown !== undefined) {
    throw new Error(
      `${file} asks for a file in a way that the packaging does not know: ${unknown.trim()}\n` +
        'Known are join(__dirname, "worker.js"), require.resolve of a package\'s "….wasm" and require("package").',
    );
  }
  const workers = new Map<string, string>();
  for (const [, name] of code.matchAll(workerBeside)) workers.set(`${name}.js`, join(dirname(file), `${name}.ts`));
  const assets = new Map<string, string>();
  const packages = new Map<string, string>();
  const source = code
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
