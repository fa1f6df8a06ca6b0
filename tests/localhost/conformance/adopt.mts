// Takes a raw recording of the genuine host into the repository: `node adopt.mts FOLDER RUN`. Run again for a newer host.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { normaliseText } from './normalise.ts';
import { exchangeOf, invocationOf, type RawExchange, type RawInvocation, readFolder, readLines } from './recordings.ts';

const [source = '', run = ''] = process.argv.slice(2);
if (source === '' || run === '') throw new Error('usage: node adopt.mts FOLDER RUN');
const target = join(import.meta.dirname, '..', 'golden');
const lines = (values: unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('');
mkdirSync(join(target, 'instances'), { recursive: true });
for (const name of ['http', 'http-realauth', 'http-version']) {
  const raw = readLines<RawExchange>(join(source, `${name}.jsonl`));
  const suffix = /warm-(\w+)$/.exec(raw[0]?.request.url ?? '')?.[1] ?? run;
  writeFileSync(join(target, `${name}.jsonl`), lines(raw.map((exchange) => exchangeOf(exchange, { run: suffix }))));
}
const seen = new Map<string, number>();
for (const [name, raw] of readFolder<RawInvocation>(join(source, 'instances'))) {
  writeFileSync(
    join(target, 'instances', `${fileName(name, raw)}.jsonl`),
    lines(raw.map((one) => invocationOf(one, { run }))),
  );
}

/** Instances that were given ids by the host are named after what ran. */
function fileName(name: string, [first]: RawInvocation[]): string {
  const given = normaliseText(name, { run });
  if (!given.includes('<') && !/^[0-9a-f]{8}-/.test(given)) return given;
  const number = (seen.get(first?.functionId ?? '') ?? 0) + 1;
  seen.set(first?.functionId ?? '', number);
  return `(${first?.functionId}-${number})`;
}
