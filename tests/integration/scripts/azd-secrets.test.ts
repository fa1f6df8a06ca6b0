// Runs the built azd hook against a fake `azd`: it passes only missing secrets, and in a file.

import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { repositoryRoot } from '../../../scripts/repository-root';
import { runUntilEnd } from '../../helpers/run-until-end';

const script = join(repositoryRoot(), 'dist/scripts/azd-secrets.js');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cartwright-azd-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs the hook with an azd that records its arguments and the file, and exits with `code`. */
async function hook(environment: NodeJS.ProcessEnv, code = 0) {
  const path = join(folder, 'azd');
  const body = `echo "$@" > '${folder}/args'; stat -c %a "$4" > '${folder}/mode'; cp "$4" '${folder}/file'; exit ${code}`;
  writeFileSync(path, `#!/bin/sh\n${body}\n`);
  chmodSync(path, 0o755);
  // No budget, unless BUDGET is set: then it has that start.
  const az = `test -n "$BUDGET" && { echo "{\\"startDate\\":\\"$BUDGET\\"}"; exit 0; }; echo 'ERROR: (NotFound) no budget' >&2; exit 3`;
  writeFileSync(join(folder, 'az'), `#!/bin/sh\n${az}\n`);
  chmodSync(join(folder, 'az'), 0o755);
  const searched = [folder, dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter);
  const ended = await runUntilEnd(script, [], repositoryRoot(), { PATH: searched, ...environment });
  const read = (name: string) => readFileSync(join(folder, name), 'utf8').trim();
  return { ...ended, text: ended.lines.join('\n'), read };
}

test('missing values are passed in a file that no other user can read, never as an argument or on the console', async () => {
  const { code, text, read } = await hook({ CARRIER_WEBHOOK_SECRET: 'c'.repeat(40) });
  expect(code).toBe(0);
  expect(text).toContain("Added to azd's environment: SESSION_SECRET, BUDGET_START_DATE.");
  const [, secret = ''] = /^SESSION_SECRET="([\w-]{64})"$/m.exec(read('file')) ?? [];
  expect(secret).not.toBe('');
  expect(read('file')).toMatch(/^BUDGET_START_DATE="\d{4}-\d\d-01"$/m);
  expect(read('file')).not.toContain('CARRIER_WEBHOOK_SECRET');
  expect(read('mode')).toBe('600');
  const [, file = ''] = /^env set --file (\S+)$/.exec(read('args')) ?? [];
  expect(file).not.toBe('');
  expect(existsSync(file)).toBe(false);
  expect(text).not.toContain(secret);
});

const secrets = { SESSION_SECRET: 's', CARRIER_WEBHOOK_SECRET: 'c' };

test('azd is not called if no value is missing, and the budget has the start that azd knows', async () => {
  const { code } = await hook({ ...secrets, BUDGET_START_DATE: '2026-05-01', BUDGET: '2026-05-01T00:00:00Z' });
  expect(code).toBe(0);
  expect(existsSync(join(folder, 'args'))).toBe(false);
});

test('a start that a failed provisioning has left behind becomes this month', async () => {
  const { text, read } = await hook({ ...secrets, BUDGET_START_DATE: '2026-05-01' });
  expect(text).toContain("Added to azd's environment: BUDGET_START_DATE.");
  expect(read('file')).toBe(`BUDGET_START_DATE="${new Date().toISOString().slice(0, 7)}-01"`);
});

test('a failure of azd fails the hook and shows its exit code', async () => {
  const { code, text } = await hook({}, 7);
  expect(code).toBe(1);
  expect(text).toContain('failed: code 7');
});
