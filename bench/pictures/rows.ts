// What is measured, and which of it is held against what.

import type { MeasuredRow, Row } from './measure';
import type { RenditionSet } from './painter';
import type { PainterId } from './painters';
import type { SourceId } from './sources';

/** So many pictures an engine of ours has at work in the app. */
const threads = 2;
const sources = ['jpeg12', 'png3', 'webp4'] as const satisfies SourceId[];

/**
 * Rows that bounds compare, measured in every round, and then rows that only inform, measured once.
 * @param withImageMagick whether it is installed.
 */
export function benchRows(withImageMagick: boolean): Row[] {
  const compared = { atATime: threads, everyRound: true } as const;
  const oneAtATime = { source: 'jpeg12', atATime: 1, everyRound: false } as const;
  return [
    { painter: 'tutorial', source: 'jpeg12', set: 'jpeg', count: 1, ...compared, atATime: 1 },
    { painter: 'jimp', source: 'jpeg12', set: 'jpeg', count: 6, ...compared },
    { painter: 'jimp', source: 'jpeg12', set: 'whole', count: 4, ...compared },
    { painter: 'sharp', source: 'jpeg12', set: 'jpeg', count: 8, ...compared },
    { painter: 'bareSharp', source: 'jpeg12', set: 'jpeg', count: 8, ...compared },
    ...sources.flatMap((source): Row[] => [
      { painter: 'sharp', source, set: 'whole', count: 2, ...compared },
      { painter: 'bareSharp', source, set: 'whole', count: 2, ...compared },
    ]),
    { painter: 'jimp', set: 'jpeg', count: 3, ...oneAtATime },
    { painter: 'jimp', set: 'whole', count: 3, ...oneAtATime },
    { painter: 'sharp', set: 'jpeg', count: 8, ...oneAtATime },
    { painter: 'bareSharp', set: 'jpeg', count: 8, ...oneAtATime },
    { painter: 'jimp', source: 'png3', set: 'whole', count: 4, ...compared, everyRound: false },
    { painter: 'jimp', source: 'webp4', set: 'whole', count: 4, ...compared, everyRound: false },
    ...(withImageMagick ? imageMagickRows() : []),
  ];
}

function imageMagickRows(): Row[] {
  const alike = { painter: 'imageMagick', atATime: 1, count: 1, everyRound: false } as const;
  return [
    { ...alike, source: 'jpeg12', set: 'jpeg' },
    ...sources.map((source) => ({ ...alike, source, set: 'whole' as const })),
  ];
}

/** A figure that has to keep to a limit. */
export interface Bound {
  what: string;
  value: number;
  limit: { atLeast: number } | { atMost: number };
  digits: number;
}

export function isMissed({ value, limit }: Bound): boolean {
  // Written so that a figure that is no number misses its bound.
  return 'atLeast' in limit ? !(value >= limit.atLeast) : !(value <= limit.atMost);
}

const largestGapMs = 200;

/**
 * The bounds of speed, memory and event loop. An engine's throughput is what it makes with two pictures at a time, as it has
 * them in the app, its memory is what it takes for that, and bare sharp gets two as well; the tutorial way has but the main
 * thread. One at a time they are rows of the table, without a bound.
 * @throws when a row that is compared was not measured.
 */
export function boundsOf(measured: MeasuredRow[]): Bound[] {
  const of = (painter: PainterId, source: SourceId, set: RenditionSet, atATime: number) => {
    const is = (one: Row) =>
      one.painter === painter && one.source === source && one.set === set && one.atATime === atATime;
    const found = measured.find(is);
    if (!found)
      throw new Error(`${painter} was not measured with ${set} renditions of ${source}, ${atATime} at a time.`);
    return found.figures;
  };
  const tutorial = of('tutorial', 'jpeg12', 'jpeg', 1);
  const jpegOnly = of('jimp', 'jpeg12', 'jpeg', threads);
  const whole = of('jimp', 'jpeg12', 'whole', threads);
  const toBareSharp = (source: SourceId, set: RenditionSet) =>
    of('sharp', source, set, threads).perMinute / of('bareSharp', source, set, threads).perMinute;
  const ours = measured.filter(({ painter }) => painter === 'jimp' || painter === 'sharp');
  const widest = Math.max(...ours.map(({ figures }) => figures.gapMs));
  return [
    atLeast(5, 'our jimp engine, JPEG only, as fast as the tutorial way', jpegOnly.perMinute / tutorial.perMinute),
    atLeast(3, 'our jimp engine, whole set, as fast as the tutorial way', whole.perMinute / tutorial.perMinute),
    atMost(0.8, 'memory of our jimp engine, JPEG only, to the tutorial way', jpegOnly.peakMb / tutorial.peakMb),
    atLeast(0.8, 'our sharp engine as fast as bare sharp, JPEG only', toBareSharp('jpeg12', 'jpeg')),
    ...sources.map((source) =>
      atLeast(0.8, `our sharp engine as fast as bare sharp, whole set of ${source}`, toBareSharp(source, 'whole')),
    ),
    { ...atMost(largestGapMs, 'largest event-loop gap of our engines, ms', widest), digits: 0 },
  ];
}

function atLeast(limit: number, what: string, value: number): Bound {
  return { what, value, limit: { atLeast: limit }, digits: 2 };
}

function atMost(limit: number, what: string, value: number): Bound {
  return { what, value, limit: { atMost: limit }, digits: 2 };
}
