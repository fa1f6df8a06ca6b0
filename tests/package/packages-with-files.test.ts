import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findFilesOfPackages } from '../../scripts/package/packages-with-files';

const folder = mkdtempSync(join(tmpdir(), 'cartwright-packages-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function installed(path: string, code: string): string {
  const file = join(folder, 'node_modules', path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, code);
  return file;
}

it('accepts packages that read no files, even if their comments mention it', () => {
  const code = '// found by __dirname\n/* new Worker("x") */\nmodule.exports = 1;';
  expect(findFilesOfPackages([installed('plain/index.js', code)])).toEqual({ workers: new Map(), wasm: new Set() });
});

it('knows the worker thread that the thread pool starts', () => {
  const file = installed('piscina/dist/index.js', 'new Worker(resolve(__dirname, "worker.js"))');
  expect([...findFilesOfPackages([file]).workers]).toEqual([['worker.js', join(dirname(file), 'worker.js')]]);
});

it('finds the WebAssembly that a codec loads', () => {
  installed('codec/dec.wasm', '');
  installed('codec/enc_bg.wasm', '');
  const inputs = ['dec', 'enc'].map((name) => installed(`codec/${name}.js`, 'fetch(new URL("x", import.meta.url))'));
  expect([...findFilesOfPackages(inputs).wasm]).toEqual(['dec.wasm', 'enc_bg.wasm']);
});

it.each([
  ['fs.readFileSync(path.join(__dirname, "list.txt"))'],
  ['new Worker(file)'],
  ['require("./build/Release/addon.node")'],
  ['new URL("page.html", import.meta.url)'],
])('fails on an unlisted package that uses %s', (code) => {
  const file = installed('surprise/index.js', code);
  expect(() => findFilesOfPackages([file])).toThrow(`${file} reads files at run time`);
});
