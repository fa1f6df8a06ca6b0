import { parseFlexOptions } from '../../../../localhost/config/flex-options';

it.each([
  ['', { alwaysReady: false, coldStartMs: 8_000, idleMs: 30_000 }],
  ['always-ready', { alwaysReady: true, coldStartMs: 8_000, idleMs: 30_000 }],
  ['cold:500ms', { alwaysReady: false, coldStartMs: 500, idleMs: 30_000 }],
  ['idle:2m', { alwaysReady: false, coldStartMs: 8_000, idleMs: 120_000 }],
  ['cold:1h,idle:5s', { alwaysReady: false, coldStartMs: 3_600_000, idleMs: 5_000 }],
])('reads --flex=%s', (text, options) => {
  expect(parseFlexOptions(text)).toEqual(options);
});

it.each(['cold', 'cold:8', 'cold:-1s', 'warm:8s', 'always-ready,cold:8s', 'cold:8s idle:30s'])(
  'refuses --flex=%s with the form',
  (text) => {
    expect(() => parseFlexOptions(text)).toThrow(
      `--flex takes always-ready, or cold:8s and idle:30s with a comma, not "${text}".`,
    );
  },
);
