import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { cleanUp, fixture, type HostProcess, startHostProcess, temporaryFolder } from '../cli/host-process';

interface Keys {
  master: string;
  host: { default: string };
  functions: Record<string, { default: string }>;
  system: Record<string, string>;
}

let host: HostProcess;
let data: string;
let keys: Keys;
beforeAll(async () => {
  data = temporaryFolder();
  host = await startHostProcess({ app: fixture('http-app'), flags: ['--enable-auth', '--data', data] });
  keys = JSON.parse(readFileSync(join(data, 'keys.json'), 'utf8'));
});
afterAll(cleanUp);

const status = async (path: string, key?: string) =>
  (await fetch(host.origin + path, { headers: key === undefined ? {} : { 'x-functions-key': key } })).status;

it('requires no key for an anonymous function', async () => {
  expect(await status('/api/hstr')).toBe(200);
});

it('refuses with an empty 401', async () => {
  const response = await fetch(`${host.origin}/api/hfn?code=zz`);
  expect([response.status, response.headers.get('content-length'), await response.text()]).toEqual([401, '0', '']);
  expect(await status('/api/hadmin')).toBe(401);
});

it('accepts the function key, the host key and the master key for level function', async () => {
  const own = keys.functions.hfn?.default ?? '';
  const other = keys.functions.hstr?.default ?? '';
  expect(await Promise.all([own, keys.host.default, keys.master, other].map((key) => status('/api/hfn', key)))).toEqual(
    [200, 200, 200, 401],
  );
});

it('accepts only the master key for level admin', async () => {
  expect([await status('/api/hadmin', keys.host.default), await status('/api/hadmin', keys.master)]).toEqual([
    401, 200,
  ]);
});

it('accepts the key in the query, but the header takes precedence', async () => {
  const code = encodeURIComponent(keys.host.default);
  expect(await status(`/api/hfn?code=${code}`)).toBe(200);
  expect(await status(`/api/hfn?code=${code}`, 'wrong')).toBe(401);
});

it('protects the admin API with a WWW-Authenticate header, but not the ping', async () => {
  const response = await fetch(`${host.origin}/admin/functions`);
  expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
  expect(await status('/admin/functions', keys.master)).toBe(200);
  expect(await status('/admin/host/ping')).toBe(200);
});

it('protects webhooks of extensions with their system key', async () => {
  const path = '/runtime/webhooks/durabletask/instances/x';
  expect(await status(path)).toBe(401);
  expect(await status(path, keys.system.durabletask_extension)).toBe(404);
  expect(await status(path, keys.system.blobs_extension)).toBe(401);
  expect(await status(path, keys.master)).toBe(404);
});

it('stores the keys in a file that only the owner can read, and prints only its path', () => {
  const file = join(data, 'keys.json');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(host.output()).toContain(file);
  expect(host.output()).not.toContain(keys.master);
});

it('keeps the same keys between runs', async () => {
  await host.stop();
  host = await startHostProcess({ app: fixture('http-app'), flags: ['--enable-auth', '--data', data] });
  expect(JSON.parse(readFileSync(join(data, 'keys.json'), 'utf8'))).toEqual(keys);
});
