// NCRONTAB expressions, on wall-clock times without time zones.

import { parseNcrontab } from '../../../../../localhost/triggers/timer/ncrontab';

const at = (text: string) => Date.parse(`${text}Z`);
const shown = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms).toISOString().slice(0, 19));

function nextTimes(expression: string, after: string, count: number): (string | undefined)[] {
  const cron = parseNcrontab(expression);
  const times: (string | undefined)[] = [];
  let time: number | undefined = at(after);
  while (times.length < count) {
    time = time === undefined ? undefined : cron?.next(time);
    times.push(shown(time));
  }
  return times;
}

test.each([
  ['0 */5 * * * *', '2026-01-01T00:00:00', ['2026-01-01T00:05:00', '2026-01-01T00:10:00']],
  ['*/5 * * * *', '2026-01-01T00:58:30', ['2026-01-01T01:00:00', '2026-01-01T01:05:00']],
  ['30 0 9 * * *', '2026-01-01T09:00:30', ['2026-01-02T09:00:30', '2026-01-03T09:00:30']],
  ['0 30 9-11 * * MON-FRI', '2026-01-02T11:00:00', ['2026-01-02T11:30:00', '2026-01-05T09:30:00']],
  ['0 0 0 1 Jan,July *', '2026-01-01T00:00:00', ['2026-07-01T00:00:00', '2027-01-01T00:00:00']],
  ['0 0 0 10/10 * *', '2026-01-11T00:00:00', ['2026-01-20T00:00:00', '2026-01-30T00:00:00']],
  ['0 5,3,4 0 * * *', '2026-01-01T00:04:30', ['2026-01-01T00:05:00', '2026-01-02T00:03:00']],
  ['0 0 0 29 2 *', '2026-01-01T00:00:00', ['2028-02-29T00:00:00', '2032-02-29T00:00:00']],
  ['0 0 12 * * fri-mon', '2026-01-03T00:00:00', ['2026-01-05T12:00:00', '2026-01-06T12:00:00']],
])('%s after %s', (expression, after, expected) => {
  expect(nextTimes(expression, after, 2)).toEqual(expected);
});

test('a day must fit both the day of the month and the day of the week', () => {
  expect(nextTimes('0 0 0 13 * FRI', '2026-01-01T00:00:00', 3)).toEqual([
    '2026-02-13T00:00:00',
    '2026-03-13T00:00:00',
    '2026-11-13T00:00:00',
  ]);
});

test('the next time is strictly later, if only by less than a second', () => {
  const cron = parseNcrontab('* * * * * *');
  expect(cron?.next(at('2026-01-01T00:00:00.000'))).toBe(at('2026-01-01T00:00:01'));
  expect(cron?.next(at('2026-01-01T00:00:00.999'))).toBe(at('2026-01-01T00:00:01'));
});

test('a date that never occurs has no next time', () => {
  expect(nextTimes('0 0 0 30 2 *', '2026-01-01T00:00:00', 1)).toEqual([undefined]);
});

test.each([
  '',
  '* * * *',
  '* * * * * * *',
  '60 * * * * *',
  '0 0 24 * * *',
  '0 0 0 0 * *',
  '0 0 0 * 13 *',
  '0 0 0 * * 7',
  '0 0 0 * * noday',
  '0 1- * * * *',
  '0 */0 * * * *',
  '0 1-2-3 * * * *',
  '01:00:00',
  '0 , * * * *',
])('refuses the expression "%s"', (expression) => {
  expect(parseNcrontab(expression)).toBeUndefined();
});

test.each([
  ['*/10 * * * * *', { everyFewSeconds: true, isInterval: true }],
  ['0 */10 * * * *', { everyFewSeconds: false, isInterval: true }],
  ['0 30 9 * * MON-FRI', { everyFewSeconds: false, isInterval: false }],
])('knows what kind of schedule %s is', (expression, kind) => {
  expect(parseNcrontab(expression)).toMatchObject(kind);
});
