// How a stored timer status is evaluated when the host starts.

import { parseTimerSchedule } from '../../../../../localhost/triggers/timer/timer-schedule';
import { statusAtStart, statusJson } from '../../../../../localhost/triggers/timer/timer-status';

const hourly = parseTimerSchedule('01:00:00');
const date = (text: string) => new Date(`2026-01-01T${text}Z`);

test('without a status the next time is computed from now', () => {
  expect(statusAtStart(undefined, hourly, date('10:00:00'))).toEqual({
    status: { next: date('11:00:00'), lastUpdated: date('10:00:00') },
    isPastDue: false,
    changed: true,
  });
});

test('a time that passed while the host was down is past due', () => {
  const stored = { last: date('10:00:00'), next: date('11:00:00'), lastUpdated: date('10:00:00') };
  expect(statusAtStart(stored, hourly, date('15:30:00'))).toEqual({ status: stored, isPastDue: true, changed: false });
  expect(statusAtStart(stored, hourly, date('10:30:00')).isPastDue).toBe(false);
});

test('a timer that never ran can be past due too, computed from its first status', () => {
  const stored = { next: date('11:00:00'), lastUpdated: date('10:00:00') };
  expect(statusAtStart(stored, hourly, date('12:00:00')).isPastDue).toBe(true);
});

test('after a schedule change nothing is past due', () => {
  const stored = { last: date('10:00:00'), next: date('10:05:00'), lastUpdated: date('10:00:00') };
  expect(statusAtStart(stored, hourly, date('15:30:00'))).toEqual({
    status: { next: date('16:30:00'), lastUpdated: date('15:30:00') },
    isPastDue: false,
    changed: true,
  });
});

test('"never" is written like on the platform, and times have an offset', () => {
  const { Last, Next } = statusJson({ next: date('11:00:00') });
  expect(Last).toBe('0001-01-01T00:00:00+00:00');
  expect(Next).toMatch(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/);
  expect(new Date(Next)).toEqual(date('11:00:00'));
});
