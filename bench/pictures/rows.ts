// What is measured, and which of it is held against what.

import type { MeasuredRow, Row } from './measure';
import type { RenditionSet } from './painter';
import type { PainterId } from './painters';
import type { SourceId } from './sources';

const threads = 2;

/** All rows of the bench. @param withImageMagick whether it is installed. */
export function benchRows(withImageMagick: boolean): Row[] {
  const rows: Row[] = [
    row('tutorial', 'jpeg12', 'jpeg', 1, 2),
    row('jimp', 'jpeg12', 'jpeg', 1, 5),
    row('jimp', 'jpeg12', 'jpeg', threads, 8),
    row('jimp', 'jpeg12', 'whole', 1, 5),
    row('jimp', 'jpeg12', 'whole', threads, 8),
    row('sharp', 'jpeg12', 'jpeg', 1, 12),
    row('bareSharp', 'jpeg12', 'jpeg', 1, 12),
    ...(withImageMagick ? [row('imageMagick', 'jpeg12', 'jpeg', 1, 2)] : []),
  ];
  for (const source of ['jpeg12', 'png3', 'webp4'] as const) {
    if (source !== 'jpeg12') rows.push(row('jimp', source, 'whole', 1, 5));
    rows.push(row('sharp', source, 'whole', 1, 5), row('bareSharp', source, 'whole', 1, 5));
    if (withImageMagick) rows.push(row('imageMagick', source, 'whole', 1, 2));
  }
  return rows;
}

function row(painter: PainterId, source: SourceId, set: RenditionSet, atATime: number, count: number): Row {
  return { painter, source, set, atATime, count };
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

/** The bounds of speed, memory and event loop. */
export function boundsOf(measured: MeasuredRow[]): Bound[] {
  const of = (painter: PainterId, source: SourceId, set: RenditionSet, atATime = 1) => {
    const is = (one: Row) =>
      one.painter === painter && one.source === source && one.set === set && one.atATime === atATime;
    const found = measured.find(is);
    if (!found) throw new Error(`${painter} was not measured with ${set} renditions of ${source}.`);
    return found.figures;
  };
  const tutorial = of('tutorial', 'jpeg12', 'jpeg');
  const jpegOnly = of('jimp', 'jpeg12', 'jpeg');
  const whole = of('jimp', 'jpeg12', 'whole');
  const ours = measured.filter(({ painter }) => painter === 'jimp' || painter === 'sharp');
  const widest = Math.max(...ours.map(({ figures }) => figures.gapMs));
  const speed = (what: string, value: number, atLeast: number): Bound => ({
    what,
    value,
    limit: { atLeast },
    digits: 2,
  });
  return [
    speed('our jimp engine, JPEG only, as fast as the tutorial way', jpegOnly.perMinute / tutorial.perMinute, 5),
    speed('our jimp engine, whole set, as fast as the tutorial way', whole.perMinute / tutorial.perMinute, 3),
    {
      what: 'memory of our jimp engine, JPEG only, to the tutorial way',
      value: jpegOnly.peakMb / tutorial.peakMb,
      limit: { atMost: 0.8 },
      digits: 2,
    },
    ...(['jpeg12', 'png3', 'webp4'] as const).map((source) =>
      speed(
        `our sharp engine as fast as bare sharp, whole set of ${source}`,
        of('sharp', source, 'whole').perMinute / of('bareSharp', source, 'whole').perMinute,
        0.8,
      ),
    ),
    { what: 'largest event-loop gap of our engines, ms', value: widest, limit: { atMost: largestGapMs }, digits: 0 },
  ];
}
