// The picture bench's bounds on speed, memory and event loop.

import { summary } from '../../../bench/pictures/measure';
import type { RenderingFigures } from '../../../bench/pictures/measured-process';
import { boundTable, jsonLine, rowTable } from '../../../bench/pictures/report';
import { benchRows, boundsOf, isMissed } from '../../../bench/pictures/rows';

type Measured = ReturnType<typeof measured>;

/** All rows of the bench with figures that just meet the bounds. */
function measured() {
  return benchRows(true).map((row) => {
    const good: RenderingFigures = { perMinute: 50, peakMb: 80, gapMs: 200, files: 8 };
    const tutorial: RenderingFigures = { perMinute: 10, peakMb: 100, gapMs: 9000, files: 4 };
    const rows = {
      tutorial,
      jimp: row.set === 'whole' ? { ...good, perMinute: 30 } : good,
      sharp: { ...good, perMinute: 80 },
      bareSharp: { perMinute: row.set === 'jpeg' ? 53 : 100, peakMb: 100, gapMs: 1500, files: 12 },
      base: { ...good, perMinute: row.set === 'jpeg' ? 22 : 16 },
      wasmVips: { ...good, perMinute: 49 },
      imageMagick: tutorial,
    };
    return { ...row, figures: rows[row.renderer] };
  });
}

function changed(which: Partial<Measured[number]>, figures: Partial<RenderingFigures>): Measured {
  const isMeant = (row: Measured[number]) =>
    Object.entries(which).every(([key, value]) => row[key as keyof typeof row] === value);
  const rows = measured();
  expect(rows.some(isMeant)).toBe(true);
  return rows.map((row) => (isMeant(row) ? { ...row, figures: { ...row.figures, ...figures } } : row));
}

const missed = (rows: Measured) =>
  boundsOf(rows)
    .filter(isMissed)
    .map(({ what }) => what);

it('counts a bound as met when it is just met', () => {
  expect(missed(measured())).toEqual([]);
});

const twoAtATime = { renderer: 'jimp', source: 'jpeg12', set: 'jpeg', atATime: 2 } as const;

it.each<[string, Partial<Measured[number]>, Partial<RenderingFigures>, string]>([
  ['JPEG that is slow', twoAtATime, { perMinute: 49.9 }, 'our jimp engine, JPEG only, as fast as the tutorial way'],
  [
    'a whole set that is slow',
    { ...twoAtATime, set: 'whole' },
    { perMinute: 29.9 },
    'our jimp engine, whole set, as fast as the tutorial way',
  ],
  ['too much memory', twoAtATime, { peakMb: 80.5 }, 'memory of our jimp engine, JPEG only, to the tutorial way'],
  [
    'sharp that is slower than bare sharp with one source',
    { renderer: 'sharp', source: 'webp4' },
    { perMinute: 79 },
    'our sharp engine as fast as bare sharp, whole set of webp4',
  ],
  [
    'a blocked event loop in a row without comparison',
    { renderer: 'jimp', source: 'png3' },
    { gapMs: 201 },
    'largest event-loop gap of our engines, ms',
  ],
  [
    'what could not be measured',
    { renderer: 'sharp', source: 'png3' },
    { perMinute: Number.NaN },
    'our sharp engine as fast as bare sharp, whole set of png3',
  ],
  [
    'less than was gained over another commit',
    { renderer: 'base', set: 'whole' },
    { perMinute: 17 },
    'our jimp engine as fast as the earlier one, whole set',
  ],
  [
    'more memory than another commit took',
    { renderer: 'base', set: 'jpeg' },
    { peakMb: 76 },
    "memory of our jimp engine to the earlier one's, JPEG only",
  ],
  [
    'that wasm-vips is faster',
    { renderer: 'wasmVips' },
    { perMinute: 50.1 },
    'our jimp engine as fast as wasm-vips, JPEG only',
  ],
])('sees %s', (_what, which, figures, bound) => {
  expect(missed(changed(which, figures))).toEqual([bound]);
});

it('compares an engine with two pictures at a time with the tutorial, not with one at a time', () => {
  expect(missed(changed({ ...twoAtATime, atATime: 1 }, { perMinute: 1, peakMb: 999 }))).toEqual([]);
});

it('does without wasm-vips', () => {
  const rows = measured().filter(({ renderer }) => renderer !== 'wasmVips');
  expect(missed(rows)).toEqual([]);
  expect(boundsOf(rows)).toHaveLength(boundsOf(measured()).length - 1);
});

it('throws if a compared row is missing', () => {
  const rows = measured().filter(({ renderer }) => renderer !== 'bareSharp');
  expect(() => boundsOf(rows)).toThrow('bareSharp was not measured with jpeg renditions of jpeg12, 2 at a time.');
});

it('measures all rows that are compared for speed in every round', () => {
  const slow = (rows: Measured) => rows.map((row) => (row.everyRound ? row : { ...row, figures: nothing }));
  const nothing: RenderingFigures = { perMinute: Number.NaN, peakMb: Number.NaN, gapMs: 0, files: 0 };
  expect(missed(slow(measured()))).toEqual([]);
});

it('reports the median of each figure over the rounds', () => {
  const one = { perMinute: 10, peakMb: 100, gapMs: 5, files: 8 };
  const rounds = [one, { ...one, perMinute: 90, gapMs: 300 }, { ...one, perMinute: 20, peakMb: 101, gapMs: 50 }];
  expect(summary(rounds)).toEqual({ perMinute: 20, peakMb: 100, gapMs: 50, files: 8 });
});

it('has NaN figures without rounds, which miss every bound', () => {
  const { perMinute, gapMs } = summary([]);
  expect([perMinute, gapMs]).toEqual([Number.NaN, Number.NaN]);
});

it('shows ratios to the tutorial way, except for other sources', () => {
  const sources = [{ id: 'jpeg12', what: '12-megapixel JPEG', file: '' } as const];
  const lines = rowTable(measured(), sources).split('\n');
  const cells = lines.map((line) => line.split(/ {2,}/));
  expect(cells[2]).toEqual([
    'our jimp engine',
    '12-megapixel JPEG',
    '8 JPEG',
    '2',
    '50.0',
    '80',
    '200',
    '5.0x',
    '0.80',
  ]);
  const others = cells.filter(([, source]) => source === 'png3');
  expect(others.length).toBeGreaterThan(0);
  for (const cell of others) expect(cell).toHaveLength(7);
});

it('marks a miss in the table of bounds', () => {
  const lines = boundTable(boundsOf(changed(twoAtATime, { peakMb: 81 }))).split('\n');
  const marks = lines.slice(1).map((line) => line.trim().split(/ {2,}/).slice(1));
  expect(marks).toContainEqual(['0.81', '<= 0.8', 'MISSED']);
  expect(marks.filter(([, , mark]) => mark === 'met')).toHaveLength(lines.length - 2);
});

it('says in one line what was measured and what is missed', () => {
  const rows = changed(twoAtATime, { peakMb: 80.54 });
  const line = jsonLine(rows, boundsOf(rows), { imageMagick: 'ImageMagick 6' });
  expect(line).not.toContain('\n');
  const told = JSON.parse(line);
  expect(told).toMatchObject({ bench: 'pictures', imageMagick: 'ImageMagick 6' });
  expect(told.rows[1]).toEqual({
    painter: 'jimp',
    source: 'jpeg12',
    set: 'jpeg',
    atATime: 2,
    perMinute: 50,
    peakMb: 80.5,
    gapMs: 200,
  });
  expect(told.missed).toEqual(['memory of our jimp engine, JPEG only, to the tutorial way']);
});
