// Defines what is measured, and the bounds that compare the measurements.

import type { MeasuredRow, Row } from './measure';
import type { RenderingFigures } from './measured-process';
import type { RenditionSet } from './renderer';
import type { RendererId } from './renderers';
import type { SourceId } from './sources';

/** Number of pictures that the app renders concurrently. */
const threads = 2;
const sources = ['jpeg12', 'png3', 'webp4'] as const satisfies SourceId[];

/**
 * First the rows that bounds compare, measured in every round, then rows for information, measured once.
 * @param withWasmVips whether it is installed.
 */
export function benchRows(withWasmVips: boolean): Row[] {
  const compared = { atATime: threads, everyRound: true } as const;
  const oneAtATime = { source: 'jpeg12', atATime: 1, everyRound: false } as const;
  return [
    { renderer: 'tutorial', source: 'jpeg12', set: 'jpeg', count: 1, ...compared, atATime: 1 },
    { renderer: 'jimp', source: 'jpeg12', set: 'jpeg', count: 6, ...compared },
    { renderer: 'jimp', source: 'jpeg12', set: 'whole', count: 4, ...compared },
    { renderer: 'base', source: 'jpeg12', set: 'jpeg', count: 6, ...compared },
    { renderer: 'base', source: 'jpeg12', set: 'whole', count: 4, ...compared },
    ...(withWasmVips ? [{ renderer: 'wasmVips', source: 'jpeg12', set: 'jpeg', count: 6, ...compared } as const] : []),
    { renderer: 'sharp', source: 'jpeg12', set: 'jpeg', count: 8, ...compared },
    { renderer: 'bareSharp', source: 'jpeg12', set: 'jpeg', count: 8, ...compared },
    ...sources.flatMap((source): Row[] => [
      { renderer: 'sharp', source, set: 'whole', count: 2, ...compared },
      { renderer: 'bareSharp', source, set: 'whole', count: 2, ...compared },
    ]),
    { renderer: 'jimp', set: 'jpeg', count: 3, ...oneAtATime },
    { renderer: 'jimp', set: 'whole', count: 3, ...oneAtATime },
    { renderer: 'sharp', set: 'jpeg', count: 8, ...oneAtATime },
    { renderer: 'bareSharp', set: 'jpeg', count: 8, ...oneAtATime },
    { renderer: 'jimp', source: 'png3', set: 'whole', count: 4, ...compared, everyRound: false },
    { renderer: 'jimp', source: 'webp4', set: 'whole', count: 4, ...compared, everyRound: false },
    ...imageMagickRows(),
  ];
}

function imageMagickRows(): Row[] {
  const alike = { renderer: 'imageMagick', atATime: 1, count: 1, everyRound: false } as const;
  return [
    { ...alike, source: 'jpeg12', set: 'jpeg' },
    ...sources.map((source) => ({ ...alike, source, set: 'whole' as const })),
  ];
}

/** A figure with a limit. */
export interface Bound {
  what: string;
  value: number;
  limit: { atLeast: number } | { atMost: number };
  digits: number;
}

export function isMissed({ value, limit }: Bound): boolean {
  // Written so that NaN misses every bound.
  return 'atLeast' in limit ? !(value >= limit.atLeast) : !(value <= limit.atMost);
}

const largestGapMs = 200;

/**
 * The bounds on speed, memory and event loop. Throughput and memory of the app's engines and of bare sharp are measured with
 * two pictures at a time, as in the app; the tutorial way uses the main thread only. Rows with one at a time have no bound.
 * @throws when a row that a bound needs was not measured.
 */
export function boundsOf(measured: MeasuredRow[]): Bound[] {
  const of = (renderer: RendererId, source: SourceId, set: RenditionSet, atATime: number) => {
    const is = (one: Row) =>
      one.renderer === renderer && one.source === source && one.set === set && one.atATime === atATime;
    const found = measured.find(is);
    if (!found)
      throw new Error(`${renderer} was not measured with ${set} renditions of ${source}, ${atATime} at a time.`);
    return found.figures;
  };
  const tutorial = of('tutorial', 'jpeg12', 'jpeg', 1);
  const jpegOnly = of('jimp', 'jpeg12', 'jpeg', threads);
  const whole = of('jimp', 'jpeg12', 'whole', threads);
  const toBareSharp = (source: SourceId, set: RenditionSet) =>
    of('sharp', source, set, threads).perMinute / of('bareSharp', source, set, threads).perMinute;
  const ours = measured.filter(({ renderer }) => renderer === 'jimp' || renderer === 'sharp');
  const bareSharp = of('bareSharp', 'jpeg12', 'jpeg', threads);
  const widest = Math.max(...ours.map(({ figures }) => figures.gapMs));
  return [
    atLeast(5, 'our jimp engine, JPEG only, as fast as the tutorial way', jpegOnly.perMinute / tutorial.perMinute),
    atLeast(3, 'our jimp engine, whole set, as fast as the tutorial way', whole.perMinute / tutorial.perMinute),
    atMost(0.8, 'memory of our jimp engine, JPEG only, to the tutorial way', jpegOnly.peakMb / tutorial.peakMb),
    atLeast(0.6, 'our jimp engine as fast as bare sharp, JPEG only', jpegOnly.perMinute / bareSharp.perMinute),
    ...baseBounds(of, jpegOnly, whole),
    ...(measured.some(({ renderer }) => renderer === 'wasmVips') ? [wasmVipsBound(of, jpegOnly)] : []),
    atLeast(1.5, 'our sharp engine as fast as bare sharp, JPEG only', toBareSharp('jpeg12', 'jpeg')),
    ...sources.map((source) =>
      atLeast(0.8, `our sharp engine as fast as bare sharp, whole set of ${source}`, toBareSharp(source, 'whole')),
    ),
    { ...atMost(largestGapMs, 'largest event-loop gap of our engines, ms', widest), digits: 0 },
  ];
}

type FiguresOf = (renderer: RendererId, source: SourceId, set: RenditionSet, atATime: number) => RenderingFigures;

function baseBounds(of: FiguresOf, jpegOnly: RenderingFigures, whole: RenderingFigures): Bound[] {
  const [base, baseWhole] = [of('base', 'jpeg12', 'jpeg', threads), of('base', 'jpeg12', 'whole', threads)];
  return [
    atLeast(2.2, 'our jimp engine as fast as the earlier one, JPEG only', jpegOnly.perMinute / base.perMinute),
    atLeast(1.8, 'our jimp engine as fast as the earlier one, whole set', whole.perMinute / baseWhole.perMinute),
    atMost(1.05, "memory of our jimp engine to the earlier one's, JPEG only", jpegOnly.peakMb / base.peakMb),
    atMost(1.05, "memory of our jimp engine to the earlier one's, whole set", whole.peakMb / baseWhole.peakMb),
  ];
}

function wasmVipsBound(of: FiguresOf, { perMinute }: RenderingFigures): Bound {
  const theirs = of('wasmVips', 'jpeg12', 'jpeg', threads).perMinute;
  return atLeast(1, 'our jimp engine as fast as wasm-vips, JPEG only', perMinute / theirs);
}

function atLeast(limit: number, what: string, value: number): Bound {
  return { what, value, limit: { atLeast: limit }, digits: 2 };
}

function atMost(limit: number, what: string, value: number): Bound {
  return { what, value, limit: { atMost: limit }, digits: 2 };
}
