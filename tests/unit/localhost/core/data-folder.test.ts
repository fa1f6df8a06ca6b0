import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockDataFolder } from '../../../../localhost/core/data-folder';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'data-folder-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const claimed = () => JSON.parse(readFileSync(join(folder, 'host.lock'), 'utf8')) as { pid: number };

it('claims a folder until it is released, and creates it if it is missing', () => {
  const { path, release } = lockDataFolder(join(folder, 'new'));
  expect(() => lockDataFolder(path)).toThrow(`in use by another local host (process ${process.pid})`);
  release();
  lockDataFolder(path).release();
  expect(readdirSync(path)).toEqual([]);
});

it.each([
  ['of a process that is gone', JSON.stringify({ pid: 2 ** 22 + 1, started: '1' })],
  ['of another process with the same number', JSON.stringify({ pid: process.pid, started: '1' })],
  ['that a crash has torn', '{"pi'],
  ['that is empty', ''],
])('takes over a claim %s', (_, text) => {
  writeFileSync(join(folder, 'host.lock'), text);
  const { release } = lockDataFolder(folder);
  expect(claimed().pid).toBe(process.pid);
  release();
  expect(readdirSync(folder)).toEqual([]);
});
