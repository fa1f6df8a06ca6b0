// One setting for front ends on other domains: the local host gets its origins from where the app reads them.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { frontEndFlags } from '../../../scripts/front-end-flags';

const folder = mkdtempSync(join(tmpdir(), 'cartwright-flags-'));
const settings = (name: string, origins: string) =>
  writeFileSync(join(folder, name), JSON.stringify({ Values: { FRONT_END_ORIGINS: origins } }));
const forOrigins = (origins: string) => ['--cors', origins, '--cors-credentials'];

beforeAll(() => {
  settings('local.settings.json', 'https://own.test');
  settings('sample.json', 'https://sample.test');
  settings('empty.json', '');
  writeFileSync(join(folder, 'broken.json'), '{');
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ['the settings of the app', [], {}, forOrigins('https://own.test')],
  [
    'the file that is named',
    ['--port', '0', '--settings', 'sample.json', '--watch'],
    {},
    forOrigins('https://sample.test'),
  ],
  ['the environment, which wins', [], { FRONT_END_ORIGINS: 'https://a.test' }, forOrigins('https://a.test')],
  ['an environment that says none', [], { FRONT_END_ORIGINS: '' }, []],
  ['settings that say none', ['--settings', 'empty.json'], {}, []],
  ['a file that is not there', ['--settings', 'missing.json'], {}, []],
  ['a file that nobody can read, of which the host tells', ['--settings', 'broken.json'], {}, []],
  ['flags that say something else', ['--cors', '*'], {}, []],
])('come from %s', (_where, given, environment, flags) => {
  expect(frontEndFlags(given, environment, folder)).toEqual(flags);
});
