// What a source file of the app asks for while it runs and no import tells: worker threads beside it and WebAssembly
// of a package. Only two ways to ask are known; every other is an error, because its file would be missing in Azure.

import { basename, dirname, join } from 'node:path';

export interface RunTimeFiles {
  /** The source with each file's name as it is in the package. */
  source: string;
  /** Name in the package (`jimp-worker.js`) → the TypeScript file it is made from. */
  workers: Map<string, string>;
  /** Path in the package (`wasm/mozjpeg_dec.wasm`) → the file to copy. */
  assets: Map<string, string>;
}

/** `join(__dirname, "jimp-worker.js")`, as esbuild prints it. */
const workerBeside = /join\(__dirname, "([\w-]+)\.js"\)/g;
/** `"@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm"`, to be resolved by `require.resolve`. */
const wasmOfPackage = /"([^"\n]+\.wasm)"/g;
const otherWay = /\b__dirname\b|\b__filename\b|\bimport\.meta\b|\bcreateRequire\b|\.wasm\b(?!")|\.node"/;

/**
 * @param code the file as JavaScript without comments or types, as esbuild prints it.
 * @param file its absolute path.
 * @param resolve finds a file of a package. @throws when there is none.
 * @throws Error that names the file and the line of a way of asking that is not known.
 */
export function findRunTimeFiles(code: string, file: string, resolve: (name: string) => string): RunTimeFiles {
  const workers = new Map<string, string>();
  const assets = new Map<string, string>();
  const unknown = code
    .replaceAll(workerBeside, '')
    .replaceAll(wasmOfPackage, '')
    .split('\n')
    .find((line) => otherWay.test(line));
  if (unknown !== undefined) {
    throw new Error(
      `${file} reads a file in a way that the packaging does not know: ${unknown.trim()}\n` +
        "Known are join(__dirname, 'worker.js') and require.resolve of a package's \"….wasm\".",
    );
  }
  for (const [, name] of code.matchAll(workerBeside)) workers.set(`${name}.js`, join(dirname(file), `${name}.ts`));
  const source = code.replaceAll(wasmOfPackage, (_, name: string) => {
    const path = `wasm/${basename(name)}`;
    assets.set(path, resolve(name));
    return JSON.stringify(`./${path}`);
  });
  return { source, workers, assets };
}
