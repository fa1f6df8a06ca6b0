// The report of the product list: which bounds are met, and what is shown.

import { figuresOf, jsonLine, missed, type Rounds, table } from '../../../bench/products/report';

const before = (allMs: number) => ({ allMs, notModifiedMs: allMs, operationsAPage: 3 });
const now = (allMs: number, operationsAPage = 5) => ({ allMs, notModifiedMs: allMs / 10, operationsAPage });
const rounds: Rounds = { now: [now(900), now(100), now(90)], before: [before(3_000), before(9_000), before(2_000)] };

it('compares medians, and meets a bound that is just met', () => {
  expect(figuresOf(rounds)).toMatchObject({ allMs: 100, beforeMs: 3_000, allFaster: 30, notModifiedFaster: 300 });
  expect(missed(figuresOf(rounds))).toEqual([]);
});

it('names what is missed, by one page with too many operations too', () => {
  expect(missed(figuresOf({ ...rounds, now: [now(101), now(101), now(101, 6)] }))).toEqual([
    'allFaster',
    'operationsAPage',
  ]);
  expect(missed(figuresOf({ now: [], before: [] }))).toEqual(['allFaster', 'notModifiedFaster', 'operationsAPage']);
});

it('marks a miss in the table, and ends with one line of JSON', () => {
  const slow = { ...rounds, now: [now(200)] };
  expect(table(figuresOf(slow)).match(/MISSED/g)).toHaveLength(1);
  expect(jsonLine(slow)).not.toContain('\n');
  expect(JSON.parse(jsonLine(slow))).toMatchObject({ bench: 'products', rounds: 1, missed: ['allFaster'] });
});
