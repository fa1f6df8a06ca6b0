// Takes a raw recording of the genuine host into the repository: `node adopt.mts FOLDER RUN`. Run again for a newer host,
// or when the form in which recordings are compared has changed.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { callOf, type RawCall } from './calls.ts';
import { readFolder, readLines, suffixOf } from './recording-files.ts';
import { exchangeOf, instanceName, invocationOf, isProbe, type RawExchange, type RawInvocation } from './recordings.ts';

const [source = '', run = ''] = process.argv.slice(2);
if (source === '' || run === '') throw new Error('usage: node adopt.mts FOLDER RUN');
const target = join(import.meta.dirname, '..', 'golden');
const lines = (values: unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('');
rmSync(join(target, 'instances'), { recursive: true, force: true });
mkdirSync(join(target, 'instances'), { recursive: true });
for (const name of ['http', 'http-realauth', 'http-version']) {
  const raw = readLines<RawExchange>(join(source, `${name}.jsonl`));
  const own = { run: suffixOf(raw.map(({ request }) => request.url)) };
  writeFileSync(join(target, `${name}.jsonl`), lines(raw.map((exchange) => exchangeOf(exchange, own))));
}
const calls = readLines<RawCall>(join(source, 'client-rpc.jsonl'));
writeFileSync(join(target, 'client-rpc.jsonl'), lines(calls.map((call) => callOf(call, { run }))));
const seen = new Map<string, number>();
for (const [name, raw] of readFolder<RawInvocation>(join(source, 'instances'))) {
  const file = `${numbered(instanceName(name, raw, { run }))}.jsonl`;
  const driven = raw.filter((one) => !isProbe(one));
  writeFileSync(join(target, 'instances', file), lines(driven.map((one) => invocationOf(one, { run }))));
}

function numbered(name: string): string {
  if (!name.startsWith('(')) return name;
  const number = (seen.get(name) ?? 0) + 1;
  seen.set(name, number);
  return `${name.slice(0, -1)}-${number})`;
}
