// `npm run test:package [-- jest's arguments]` runs the end-to-end tests on the zip, unpacked in a folder without
// node_modules.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../repository-root';
import { packageApp } from './package-app';
import { unpack } from './unpack';

async function main(args: string[]): Promise<number> {
  const { zip, bytes, sha256 } = await packageApp();
  console.log(`${zip}: ${bytes} bytes, sha256 ${sha256}`);
  const folder = mkdtempSync(join(tmpdir(), 'cartwright-package-'));
  try {
    await unpack(zip, folder);
    const jest = spawn(process.execPath, [require.resolve('jest/bin/jest'), '--selectProjects', 'e2e', ...args], {
      cwd: repositoryRoot(),
      env: { ...process.env, E2E_APP_FOLDER: folder },
      stdio: 'inherit',
    });
    const [code] = (await once(jest, 'close')) as [number | null];
    return code ?? 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  },
);
