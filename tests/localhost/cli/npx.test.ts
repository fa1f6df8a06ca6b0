// `npx localhost` before a build must not run a package of that name from the registry, which belongs to somebody else.

import { execFile } from 'node:child_process';
import { cpSync, globSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { cleanUp, temporaryFolder } from './host-process';

afterEach(cleanUp);

const repository = resolve(__dirname, '../../..');

/** A registry in which every name is taken, and the tarballs that were asked for. */
async function aRegistry(): Promise<{ server: Server; url: string; tarballs: string[] }> {
  const tarballs: string[] = [];
  const server = createServer((request, response) => {
    const { url = '', headers } = request;
    if (url.endsWith('.tgz')) tarballs.push(url);
    const name = decodeURIComponent(url.slice(1));
    const dist = { tarball: `http://${headers.host}/${name}/-/${name}-1.0.0.tgz`, shasum: '0'.repeat(40) };
    const manifest = { name, version: '1.0.0', bin: { [name]: 'index.js' }, dist };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ name, 'dist-tags': { latest: '1.0.0' }, versions: { '1.0.0': manifest } }));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, tarballs };
}

/** Runs npx in a clone that is not built, against a registry that offers everything. */
async function npxInClone(files: string[]): Promise<{ message: string; tarballs: string[] }> {
  const clone = temporaryFolder();
  for (const file of files) cpSync(join(repository, file), join(clone, file));
  const { server, url, tarballs } = await aRegistry();
  // Nothing of this machine's own settings, which may refuse as well, nor of the npm that runs the tests, which may be silent.
  const settings = {
    npm_config_registry: url,
    npm_config_cache: temporaryFolder(),
    npm_config_fetch_retries: '0',
    npm_config_userconfig: join(clone, 'user.npmrc'),
    npm_config_globalconfig: join(clone, 'global.npmrc'),
  };
  const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
  try {
    const options = { cwd: clone, env: { ...environment, ...settings } };
    const message = await promisify(execFile)('npx', ['localhost', 'start'], options).then(
      ({ stdout }) => stdout,
      ({ stderr }: { stderr: string }) => stderr,
    );
    return { message, tarballs };
  } finally {
    server.close();
  }
}

it('is refused in a clone', async () => {
  const { message, tarballs } = await npxInClone(['package.json', '.npmrc']);
  expect(message).toContain('npx canceled due to missing packages');
  expect(tarballs).toEqual([]);
});

it('would be installed without the settings of this repository', async () => {
  const { message } = await npxInClone(['package.json']);
  expect(message).toContain('was not found and will be installed: localhost@1.0.0');
});

it('is shown nowhere: commands by npx never install', () => {
  const pages = globSync(['*.md', 'docs/*.md', 'localhost/*.md'], { cwd: repository });
  const commands = pages.flatMap((page) => {
    const text = readFileSync(join(repository, page), 'utf8');
    return [...text.matchAll(/(?:^|`|[a-z]=\S+ |&& )(npx [\w@-][^\n`|]*)/gm)].map(
      ([, command]) => `${page}: ${command}`,
    );
  });
  expect(commands.length).toBeGreaterThan(5);
  expect(commands.filter((command) => !command.includes(': npx --no-install'))).toEqual([]);
});
