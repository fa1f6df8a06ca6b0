// A shifted Date: it shows another time, and is a Date in every other respect.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from '@swc/core';

const source = readFileSync(join(__dirname, '../../../../localhost/core/shift-date.ts'), 'utf8');
const { code } = transformSync(source, { jsc: { parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } });

/** In a process of its own: Date is replaced for good. */
function inShiftedProcess(expression: string): unknown {
  const day = 86_400_000;
  const script = `${code}; const day = ${day}; const realNow = exports.shiftDate(() => day);
    console.log(JSON.stringify(${expression}));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--eval', script], { encoding: 'utf8' });
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

it.each([
  ['new Date() is a day ahead', 'Math.abs(new Date() - realNow() - day) < 1000'],
  ['Date.now() is a day ahead', 'Math.abs(Date.now() - realNow() - day) < 1000'],
  ['Date() without new is the same time as text', 'Math.abs(Date.parse(Date()) - Date.now()) < 2000'],
  ['a given time stays as it is', 'new Date(0).getTime() === 0 && new Date(2020, 0, 31).getMonth() === 0'],
  ['instances are of Date', 'new Date() instanceof Date && new Date().constructor === Date'],
  ['subclasses work', '(() => { class D extends Date {} return new D() instanceof D && new D(5).getTime() === 5; })()'],
  ['static functions work', 'Date.UTC(1970, 0, 2) === day && Date.parse("1970-01-02") === day'],
])('%s', (_, expression) => {
  expect(inShiftedProcess(expression)).toBe(true);
});
