// The value of `--clock`, and durations as POST /admin/clock takes them.

import { parseClockOptions, parseIsoDuration } from '../../../../localhost/config/clock-options';

it.each([
  ['jump', { automatic: true, process: false, everyRun: false }],
  ['manual', { automatic: false, process: false, everyRun: false }],
  ['jump,process,every-run,seed:42', { automatic: true, process: true, everyRun: true, seed: 42 }],
])('reads %s', (text, options) => {
  expect(parseClockOptions(text)).toEqual(options);
});

it.each(['', 'fast', 'jump,', 'jump,seed', 'jump,seed:-1', 'process', 'jump process'])('refuses "%s"', (text) => {
  expect(() => parseClockOptions(text)).toThrow('--clock takes jump or manual');
});

it.each([
  ['P2D', 172_800_000],
  ['PT1H30M', 5_400_000],
  ['P1W', 604_800_000],
  ['P1DT0.5S', 86_400_500],
  ['P', undefined],
  ['P1DT', undefined],
  ['1 day', undefined],
  ['P1M', undefined],
])('reads the duration %s', (text, ms) => {
  expect(parseIsoDuration(text)).toBe(ms);
});
