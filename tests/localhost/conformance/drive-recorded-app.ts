// Runs the recorded app on the local host and drives it as the genuine host was driven; answers with a recording of the same form.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  type Exchange,
  exchangeOf,
  type Invocation,
  invocationOf,
  type RawExchange,
  type RawInvocation,
  readLines,
} from './recordings.ts';

const golden = resolve(__dirname, '../golden');
const hostCommand = resolve(__dirname, '../../../dist/localhost/cli.js');

export interface OwnRecording {
  exchanges: Exchange[];
  /** By instance id, `@entity@key` or `_trigger-function`, in the order in which they ended. */
  instances: Map<string, Invocation[]>;
}

/** `cases` of the driver, e.g. `basic,more`; `flags` for the host; `settings` for its environment. */
export async function driveRecordedApp(
  cases: string,
  flags: string[] = [],
  settings: Record<string, string> = {},
): Promise<OwnRecording> {
  const folder = mkdtempSync(join(tmpdir(), 'conformance-'));
  try {
    const recording = join(folder, 'invocations.jsonl');
    const host = await startHost(folder, flags, { ...settings, RECORDING: recording });
    const out = join(folder, 'exchanges.jsonl');
    await run(join(golden, 'app/drive.mjs'), [out], { BASE: host.origin, ONLY: cases });
    await host.stop();
    return read(out, recording);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function startHost(folder: string, flags: string[], settings: Record<string, string>) {
  const args = ['start', '--script-root', join(golden, 'app'), '--data', join(folder, 'data')];
  const child = spawn(process.execPath, [hostCommand, ...args, '--port', '0', '--azurite-port', '0', ...flags], {
    env: { ...process.env, AzureWebJobsStorage: 'UseDevelopmentStorage=true', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  let output = '';
  child.stderr.on('data', (chunk) => {
    output += chunk;
  });
  const origin = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      output += chunk;
      const ready = /^Ready on (http:\/\/\S+)/m.exec(output)?.[1];
      if (ready) resolve(ready);
    });
    child.once('exit', (code) => reject(new Error(`the host ended with code ${code}:\n${output}`)));
  });
  const stop = async () => {
    child.kill('SIGINT');
    await ended;
  };
  return { origin, stop };
}

async function run(script: string, args: string[], settings: Record<string, string>): Promise<void> {
  const child = spawn(process.execPath, [script, ...args], { env: { ...process.env, ...settings }, stdio: 'ignore' });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${script} ended with code ${code}`);
}

function read(exchangesFile: string, invocationsFile: string): OwnRecording {
  const raw = readLines<RawExchange>(exchangesFile);
  const run =
    /warm-(\w+)$/.exec(raw.find(({ label }) => label === 'start sync')?.request.url ?? '')?.[1] ?? suffix(raw);
  const instances = new Map<string, Invocation[]>();
  for (const one of readLines<RawInvocation>(invocationsFile)) {
    const invocation = invocationOf(one, { run });
    const name = instanceOf(one).replaceAll(`-${run}`, '-RUN');
    instances.set(name, [...(instances.get(name) ?? []), invocation]);
  }
  return { exchanges: raw.map((exchange) => exchangeOf(exchange, { run })), instances };
}

/** The run's suffix from an instance id that the driver chose. */
function suffix(raw: RawExchange[]): string {
  const url = raw.map(({ request }) => request.url).find((one) => /\/api\/start\/\w+\/[\w-]+-\w+$/.test(one)) ?? '';
  return /-(\w+)$/.exec(url)?.[1] ?? 'unknown';
}

function instanceOf({ kind, functionId, request }: RawInvocation): string {
  const text = (request.inputData[0]?.data ?? {}) as { string?: string };
  if (kind === 'orchestrationTrigger') return (JSON.parse(text.string ?? '{}') as { instanceId: string }).instanceId;
  if (kind === 'entityTrigger') {
    const { self } = JSON.parse(text.string ?? '{}') as { self: { name: string; key: string } };
    return `@${self.name}@${self.key}`;
  }
  const instanceId = (request.triggerMetadata?.instanceId ?? {}) as { string?: string };
  return kind === 'activityTrigger' ? (instanceId.string ?? '') : `_${kind}-${functionId}`;
}
