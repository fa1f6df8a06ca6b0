// Schedules across both daylight saving changes, in a fictitious time zone: −7 in summer, −8 in winter.

import { parseTimerSchedule, type WallClock } from '../../../../../localhost/triggers/timer/timer-schedule';

const HOUR_MS = 3_600_000;
const SUMMER_BEGINS = Date.parse('2026-03-08T10:00:00Z');
const SUMMER_ENDS = Date.parse('2026-11-01T09:00:00Z');
const offsetHours = (ms: number) => (ms >= SUMMER_BEGINS && ms < SUMMER_ENDS ? -7 : -8);

const pacific: WallClock = {
  reading: (instant) => instant.getTime() + offsetHours(instant.getTime()) * HOUR_MS,
  instant(readingMs) {
    const [inSummer, inWinter] = [readingMs + 7 * HOUR_MS, readingMs + 8 * HOUR_MS];
    // A skipped local time is interpreted with the offset before the change, which makes it an hour later.
    return new Date(offsetHours(inSummer) === -7 ? inSummer : inWinter);
  },
};

function nextTimes(expression: string, after: string, count: number): string[] {
  const schedule = parseTimerSchedule(expression, pacific);
  const times: string[] = [];
  let time = new Date(after);
  while (times.length < count) {
    time = schedule.next(time);
    times.push(`${new Date(pacific.reading(time)).toISOString().slice(5, 16)}${offsetHours(time.getTime())}`);
  }
  return times;
}

test('a fixed time in the repeated hour fires once', () => {
  expect(nextTimes('0 30 1 * * *', '2026-10-31T00:00:00-07:00', 3)).toEqual([
    '10-31T01:30-7',
    '11-01T01:30-7',
    '11-02T01:30-8',
  ]);
});

test('a host that starts in the second pass of the repeated hour treats the fixed time as done', () => {
  expect(nextTimes('0 30 1 * * *', '2026-11-01T01:10:00-08:00', 1)).toEqual(['11-02T01:30-8']);
});

test('an interval continues through the repeated hour', () => {
  expect(nextTimes('0 */30 * * * *', '2026-11-01T00:30:00-07:00', 6)).toEqual([
    '11-01T01:00-7',
    '11-01T01:30-7',
    '11-01T01:00-8',
    '11-01T01:30-8',
    '11-01T02:00-8',
    '11-01T02:30-8',
  ]);
});

test('a fixed time in the skipped hour fires an hour later, an interval continues', () => {
  expect(nextTimes('0 30 2 * * *', '2026-03-07T12:00:00-08:00', 2)).toEqual(['03-08T03:30-7', '03-09T02:30-7']);
  expect(nextTimes('0 */30 * * * *', '2026-03-08T01:00:00-08:00', 3)).toEqual([
    '03-08T01:30-8',
    '03-08T03:00-7',
    '03-08T03:30-7',
  ]);
});

test('a time span is a constant interval', () => {
  const schedule = parseTimerSchedule('00:00:45');
  expect(schedule.next(new Date(1000))).toEqual(new Date(46_000));
  expect(schedule).toMatchObject({ isFrequent: true, description: 'Constant: 00:00:45' });
  expect(parseTimerSchedule('00:01:00').isFrequent).toBe(false);
});

test.each(['soon', '', '-00:00:05', '0 0 25 * * *'])('refuses "%s"', (text) => {
  expect(() => parseTimerSchedule(text)).toThrow(`The schedule '${text}' was not recognized`);
});

test('the machine’s local time matches Date', () => {
  const schedule = parseTimerSchedule('0 15 8 * * *');
  const next = schedule.next(new Date(2026, 4, 5, 9, 0));
  expect(next).toEqual(new Date(2026, 4, 6, 8, 15));
});
