// A storage emulator for one test file, in memory, ended with the test. Azurite chooses free ports itself and prints them, so
// that concurrent runs do not collide.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';

/** Azurite's default account; its key is public, see Azurite's documentation. */
const ACCOUNT = 'devstoreaccount1';
const KEY = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';
const START_TIMEOUT_MS = 30_000;
/** A killed test run cannot stop its child processes, so they end when their standard input is closed. */
const END_WITH_PARENT = 'data:text/javascript,process.stdin.on("end",()=>process.exit()).resume().unref()';

export interface RunningAzurite {
  /** For all three services, with explicit endpoints. */
  connectionString: string;
  /** Ends the process and waits for its exit. */
  stop(): Promise<void>;
}

/** Starts an in-memory Azurite with blob, queue and table service. @throws when it is not listening within 30 s. */
export async function startAzurite(): Promise<RunningAzurite> {
  const ports = ['--blobPort', '0', '--queuePort', '0', '--tablePort', '0'];
  const options = ['--inMemoryPersistence', '--skipApiVersionCheck', '--silent', '--disableTelemetry', ...ports];
  const script = require.resolve('azurite/dist/src/azurite.js');
  const child = spawn(process.execPath, ['--import', END_WITH_PARENT, script, ...options], {
    cwd: tmpdir(),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await gone;
  };
  try {
    return { connectionString: connectionString(await listeningAddresses(child)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Service = 'Blob' | 'Queue' | 'Table';

function listeningAddresses(child: ChildProcess): Promise<Record<Service, string>> {
  return new Promise((resolve, reject) => {
    let output = '';
    const timer = setTimeout(() => reject(new Error(`Azurite did not start in time:\n${output}`)), START_TIMEOUT_MS);
    const address = (service: Service) =>
      new RegExp(`${service} service is successfully listening at (\\S+)`).exec(output)?.[1];
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const [Blob, Queue, Table] = [address('Blob'), address('Queue'), address('Table')];
      if (Blob === undefined || Queue === undefined || Table === undefined) return;
      clearTimeout(timer);
      resolve({ Blob, Queue, Table });
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`Azurite ended with code ${code}:\n${output}`));
    });
  });
}

function connectionString(at: Record<Service, string>): string {
  const endpoints = (['Blob', 'Queue', 'Table'] as const).map((name) => `${name}Endpoint=${at[name]}/${ACCOUNT};`);
  return `DefaultEndpointsProtocol=http;AccountName=${ACCOUNT};AccountKey=${KEY};${endpoints.join('')}`;
}
