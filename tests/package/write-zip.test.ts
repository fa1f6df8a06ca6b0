import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unpack } from '../../scripts/package/unpack';
import { writeZip } from '../../scripts/package/write-zip';

const folder = mkdtempSync(join(tmpdir(), 'cartwright-zip-'));
const { TZ } = process.env;
afterAll(() => {
  if (TZ === undefined) delete process.env.TZ;
  else process.env.TZ = TZ;
  rmSync(folder, { recursive: true, force: true });
});

const files = { 'main.js': 'main()', 'wasm/codec.wasm': '\0asm', 'a.txt': 'first' };

async function zipped(name: string, entries: [string, string][]): Promise<Buffer> {
  const zip = join(folder, name);
  await writeZip(zip, new Map(entries.map(([path, text]) => [path, Buffer.from(text)])));
  return readFileSync(zip);
}

it('writes the same bytes whatever the order of files, the hour and the time zone', async () => {
  process.env.TZ = 'Pacific/Auckland';
  const first = await zipped('first.zip', Object.entries(files));
  process.env.TZ = 'America/Los_Angeles';
  const second = await zipped('second.zip', Object.entries(files).reverse());
  expect(second.equals(first)).toBe(true);
});

it('unpacks to the same files, readable by everybody', async () => {
  await zipped('third.zip', Object.entries(files));
  const target = join(folder, 'unpacked');
  await unpack(join(folder, 'third.zip'), target);
  for (const [path, text] of Object.entries(files)) {
    expect(readFileSync(join(target, path), 'utf8')).toBe(text);
    expect(statSync(join(target, path)).mode & 0o444).toBe(0o444);
  }
});
