// Starts a storage emulator on free ports with its data in memory; it ends with this process.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import type { Service } from './counting-proxy';

const START_TIMEOUT_MS = 30_000;

export interface Emulator {
  ports: Record<Service, number>;
  stop(): Promise<void>;
}

/** @throws when it does not listen within 30 s. */
export async function startEmulator(): Promise<Emulator> {
  const flags = ['--inMemoryPersistence', '--skipApiVersionCheck', '--silent', '--disableTelemetry'];
  const ports = ['--blobPort', '0', '--queuePort', '0', '--tablePort', '0'];
  const child = spawn(process.execPath, [require.resolve('azurite/dist/src/azurite.js'), ...flags, ...ports], {
    cwd: tmpdir(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = once(child, 'exit');
  const stop = async () => {
    child.kill('SIGTERM');
    await gone;
  };
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  void gone.then(() => process.off('exit', kill));
  const listening = new Promise<Record<Service, number>>((resolve, reject) => {
    let printed = '';
    const timer = setTimeout(() => reject(new Error(`Azurite did not start:\n${printed}`)), START_TIMEOUT_MS);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      const port = (name: string) =>
        Number(new RegExp(`${name} service is successfully listening at \\S+:(\\d+)`).exec(printed)?.[1]);
      const found = { blob: port('Blob'), queue: port('Queue'), table: port('Table') };
      if (Object.values(found).some(Number.isNaN)) return;
      clearTimeout(timer);
      resolve(found);
    });
  });
  return { ports: await listening, stop };
}
