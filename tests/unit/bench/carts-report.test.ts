import type { Figures } from '../../../bench/carts/figures';
import { jsonLine, missed, table } from '../../../bench/carts/report';

const good: Figures = {
  units: 200,
  tutorialLost: 190,
  addP50Ms: 15,
  addP99Ms: 40,
  hotPerSecond: 64,
  hotP50Ms: 90,
  hotP99Ms: 200,
  spreadPerSecond: 150,
  spreadP50Ms: 100,
  spreadP99Ms: 300,
};

it('counts a bound as met when it is just met, by the median of the rounds', () => {
  const slow = { ...good, addP50Ms: 400, hotPerSecond: 1 };
  expect(missed({ entity: [{ ...good, addP50Ms: 60 }], cosmos: [good, slow, good] })).toEqual([]);
});

it('names what each store misses: one lost unit in one round is enough', () => {
  const lost = { ...good, units: 199 };
  expect(missed({ entity: [good, lost, good], cosmos: [{ ...good, addP50Ms: 15.1 }] })).toEqual([
    'entity.units',
    'cosmos.addP50Ms',
  ]);
});

it('misses the bound of what could not be measured', () => {
  expect(missed({ entity: [{ ...good, addP50Ms: Number.NaN }], cosmos: [good] })).toEqual(['entity.addP50Ms']);
});

it('shows both stores with their bounds in a row, and marks a miss', () => {
  const lines = table({ entity: [good], cosmos: [{ ...good, hotPerSecond: 63.4 }] }).split('\n');
  const rows = lines.map((line) => line.split(/ {2,}/));
  expect(rows.find(([what]) => what?.startsWith('one hot cart'))).toEqual([
    'one hot cart, 32 at a time',
    '64',
    '>= 64',
    '63.4',
    '>= 64',
    'changes/s',
    'MISSED',
  ]);
  expect(rows.find(([what]) => what === 'the same by read, change, put')).toEqual([
    'the same by read, change, put',
    '190',
    '190',
    'lost',
  ]);
});

it('says in one line what was measured and what is missed', () => {
  const line = jsonLine({ entity: [good], cosmos: [{ ...good, units: 3 }] });
  expect(line).not.toContain('\n');
  expect(JSON.parse(line)).toMatchObject({ bench: 'carts', rounds: 1, cosmos: { units: 3 }, missed: ['cosmos.units'] });
});
