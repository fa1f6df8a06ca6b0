import { jsonLine, missedBounds, table } from '../../../bench/host/report';

const good = { startMs: 1500, chainsPerSecond: 200, chainP50Ms: 20, coldStartMs: 99_999 };

it('counts a bound as met when it is just met', () => {
  expect(missedBounds(good)).toEqual([]);
});

it('names the bounds that are missed, upper and lower ones', () => {
  expect(missedBounds({ ...good, startMs: 1501, chainsPerSecond: 199.9 })).toEqual(['startMs', 'chainsPerSecond']);
});

it('shows measured value, bound and the genuine figure in a row, and marks a miss of our own host', () => {
  const lines = table([
    { host: 'localhost', measured: { chainP50Ms: 20.5 } },
    { host: 'func', measured: { chainP50Ms: 188.04 } },
  ]).split('\n');
  const row = lines.find((line) => line.includes('p50'));
  expect(row?.split(/ {2,}/)).toEqual([
    'chain of 5 activities, 1 in flight, p50',
    '20.5',
    '188.0',
    '<= 20',
    '188',
    'ms',
    'MISSED',
  ]);
});

it('says in one line what was measured and what is missed', () => {
  const line = jsonLine([{ host: 'localhost', measured: { startMs: 800.4 } }], ['rssMb']);
  expect(JSON.parse(line)).toEqual({ bench: 'host', localhost: { startMs: 800 }, missed: ['rssMb'] });
});
