import { findRunTimeFiles } from '../../scripts/package/run-time-files';

const surroundings = {
  file: '/app/src/adapters/engine.ts',
  external: ['sharp'],
  resolve: (name: string) => `/app/node_modules/${name}`,
};
const find = (code: string) => findRunTimeFiles(code, surroundings);

it('finds a worker thread next to the file that starts it, and keeps its name', () => {
  const found = find('const file = join(__dirname, "paint-worker.js");');
  expect([...found.workers]).toEqual([['paint-worker.js', '/app/src/adapters/paint-worker.ts']]);
  expect(found.source).toBe('const file = join(__dirname, "paint-worker.js");');
});

it('finds the WebAssembly of a package and replaces its path with that in the zip', () => {
  const found = find('load(require.resolve("codec/dec/dec.wasm"));');
  expect([...found.assets]).toEqual([['wasm/dec.wasm', '/app/node_modules/codec/dec/dec.wasm']]);
  expect(found.source).toBe('load(require.resolve("./wasm/dec.wasm"));');
});

it('finds a package that is required on demand, and gives it a separate file', () => {
  const found = find('const { Client } = require("@azure/cosmos");');
  expect([...found.packages]).toEqual([['azure-cosmos.js', '/app/node_modules/@azure/cosmos']]);
  expect(found.source).toBe('const { Client } = require("./azure-cosmos.js");');
});

it("leaves native packages, Node's modules and files of the app unchanged", () => {
  const code = 'require("sharp"); require("node:fs"); require("./part"); import { join } from "node:path";';
  expect(find(code)).toMatchObject({ source: code, packages: new Map(), workers: new Map(), assets: new Map() });
});

it.each([
  ['a folder that is put together', 'const parts = join(__dirname, "../parts");'],
  ['a worker whose name is put together', 'const file = join(__dirname, name + ".js");'],
  ['WebAssembly whose name is put together', 'const file = concat(folder, `.wasm`);'],
  ['the place of the file itself', 'const here = dirname(__filename);'],
  ['the url of the module', 'const at = new URL("x.html", import.meta.url);'],
  ['a package whose name is not known', 'const driver = require(name);'],
  ['a require of its own', 'const find = createRequire(path);'],
  ['native code', 'const addon = load("build/fast.node");'],
])('refuses %s, naming file and line', (_what, line) => {
  expect(() => find(`first();\n${line}\nlast();`)).toThrow(`/app/src/adapters/engine.ts loads a file`);
  expect(() => find(`first();\n${line}\nlast();`)).toThrow(line);
});
