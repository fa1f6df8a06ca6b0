// The typed client as docs/api.md offers it to a front end elsewhere: copied into an empty project, with openapi-fetch alone.

import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { buildSync } from 'esbuild';
import { repositoryRoot } from '../../../scripts/repository-root';
import { runUntilEnd } from '../../helpers/run-until-end';

const root = repositoryRoot();
const compilerOptions = {
  ...{ strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, noEmit: true },
  ...{
    module: 'esnext',
    moduleResolution: 'bundler',
    target: 'es2022',
    lib: ['es2022', 'dom', 'dom.iterable'],
    types: [],
  },
};
const page = readFileSync(join(root, 'docs/api.md'), 'utf8');
const examples = [...page.matchAll(/^```ts\n(.*?)^```/gms)].map(([, code = '']) => code);
/** As the page lists them. */
const files = [...page.matchAll(/^\| `client\/([\w.-]+)` \|/gm)].map(([, file = '']) => file);

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cartwright-front-end-'));
  for (const file of files) cpSync(join(root, 'client', file), join(folder, 'client', file));
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(join(root, 'node_modules/openapi-fetch'), join(folder, 'node_modules/openapi-fetch'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function typeErrorsOf(codes: string[]): Promise<string[]> {
  const names = codes.map((code, at) => {
    writeFileSync(join(folder, `example-${at}.ts`), code);
    return `example-${at}.ts`;
  });
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: names }));
  const { code, lines } = await runUntilEnd(join(root, 'node_modules/typescript/bin/tsc'), ['-p', folder], folder);
  return code === 0 ? [] : lines;
}

test('the examples have the right types', async () => {
  expect(examples).toHaveLength(2);
  expect(await typeErrorsOf(examples)).toEqual([]);
});

test.each([
  ['a route that does not exist', "'/cart/lines'", "'/basket'"],
  ['a body of the wrong type', 'quantity: 1', "quantity: '1'"],
  ['a required header that is missing', "'Idempotency-Key': key", ''],
])('%s does not compile', async (_what, right, wrong) => {
  const [example = ''] = examples;
  expect(example).toContain(right);
  expect(await typeErrorsOf([example.replace(right, wrong)])).not.toEqual([]);
});

test('minified and compressed, the client adds less than 3 kB to a page', () => {
  const entry = join(folder, 'example.ts');
  writeFileSync(entry, examples[0] ?? '');
  const { outputFiles } = buildSync({ entryPoints: [entry], bundle: true, minify: true, format: 'esm', write: false });
  const [bundle] = outputFiles;
  expect(bundle?.text).toContain('Idempotency-Key');
  expect(brotliCompressSync(bundle?.contents ?? '').length).toBeLessThan(3000);
});
