// A fake `az` that returns scripted responses in turn and records its calls.

import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { keptSettings, otherNames, secretNames } from '../../../scripts/deploy/variables';

export interface FakeAnswer {
  stdout?: string;
  stderr?: string;
  /** Exit code; default 0. */
  code?: number;
}

/** Responses to calls whose arguments, joined by spaces, match; the last one is repeated. */
export interface FakeRule {
  match: string;
  answers: FakeAnswer[];
}

export interface FakeCall {
  args: string[];
  /** The variables that a deployment sets. */
  environment: Record<string, string>;
}

export interface FakeAz {
  /** PATH with this `az` and with Node. */
  path: string;
  /** All calls so far as text: `deployment sub create …`. */
  calls(): string[];
  callMatching(pattern: RegExp): FakeCall;
  remove(): void;
}

const program = (folder: string) => `#!/usr/bin/env node
const fs = require('node:fs');
const folder = ${JSON.stringify(folder)};
const args = process.argv.slice(2);
const names = ${JSON.stringify([...secretNames, ...keptSettings, ...otherNames, 'MAIL_FROM'])};
const environment = Object.fromEntries(names.filter((name) => name in process.env).map((name) => [name, process.env[name]]));
fs.appendFileSync(folder + '/calls.jsonl', JSON.stringify({ args, environment }) + '\\n');
const rules = JSON.parse(fs.readFileSync(folder + '/rules.json', 'utf8'));
const rule = rules.find(({ match }) => new RegExp(match).test(args.join(' ')));
if (!rule) {
  console.error('ERROR: the fake has no answer to ' + args.join(' '));
  process.exit(99);
}
const answer = rule.answers.length > 1 ? rule.answers.shift() : rule.answers[0];
fs.writeFileSync(folder + '/rules.json', JSON.stringify(rules));
process.stdout.write(answer.stdout || '');
process.stderr.write(answer.stderr || '');
process.exitCode = answer.code || 0;
`;

export function makeFakeAz(rules: FakeRule[]): FakeAz {
  const folder = mkdtempSync(join(tmpdir(), 'cartwright-az-'));
  writeFileSync(join(folder, 'az'), program(folder));
  chmodSync(join(folder, 'az'), 0o755);
  writeFileSync(join(folder, 'rules.json'), JSON.stringify(rules));
  writeFileSync(join(folder, 'calls.jsonl'), '');
  const asked = () =>
    readFileSync(join(folder, 'calls.jsonl'), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as FakeCall);
  return {
    path: [folder, dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter),
    calls: () => asked().map(({ args }) => args.join(' ')),
    callMatching(pattern) {
      const found = asked().find(({ args }) => pattern.test(args.join(' ')));
      if (!found) throw new Error(`Nobody asked for ${pattern}.`);
      return found;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
