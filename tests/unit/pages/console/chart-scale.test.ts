// A chart ends at a round number above its largest bar, and writes only labels that have room.

import { chartScale, writtenLabels } from '../../../../src/pages/console/models/chart-scale';

it.each([
  [[0, 0], 1],
  [[], 1],
  [[3, 1], 5],
  [[5], 5],
  [[7], 10],
  [[12, 40], 50],
  [[101], 200],
  [[0.5], 1],
])('of %j ends at %i', (values, top) => {
  expect(chartScale(values).top).toBe(top);
});

it('gives each bar its part of the height', () => {
  const { share } = chartScale([10, 5, 0]);
  expect([10, 5, 0, -1].map(share)).toEqual([1, 0.5, 0, 0]);
});

it('writes the last label and as many before it as have room', () => {
  expect([...writtenLabels(30, 5)]).toEqual([5, 11, 17, 23, 29]);
  expect([...writtenLabels(3, 5)]).toEqual([0, 1, 2]);
  expect([...writtenLabels(0, 5)]).toEqual([]);
});
