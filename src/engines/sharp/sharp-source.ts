// From a source to the pixels of every planned rendition, with sharp. It shrinks a JPEG while it decodes it, which is
// why the picture is turned upright only afterwards.

import type { Sharp } from 'sharp';
import type { RenderTask } from '../../pictures/rendering';
import type { PlannedRendition } from '../../pictures/renditions';
import { openGif } from './sharp-gif';
import type { SharpPainted } from './sharp-pixels';
import {
  fromPixels,
  hasCentredSquare,
  pixelsOf,
  type SharpLibrary,
  type SharpPixels,
  shrunk,
  shrunkAsStored,
  turnedUpright,
} from './sharp-pixels';

export type PaintedOrNot = { ok: true; value: SharpPainted[] } | { ok: false; reason: string };

/** Of what a decoder warns of, it does no harm to a JPEG. */
const harmless = /extraneous bytes/i;

/** @throws when it takes too long. */
export async function paintWithSharp(sharp: SharpLibrary, task: RenderTask, seconds: number): Promise<PaintedOrNot> {
  const failOn = task.type === 'jpeg' ? 'warning' : 'error';
  const painted = await paintStrictly(sharp, task, seconds, failOn);
  const isHarmless = !painted.ok && failOn === 'warning' && harmless.test(painted.reason);
  return isHarmless ? paintStrictly(sharp, task, seconds, 'error') : painted;
}

async function paintStrictly(
  sharp: SharpLibrary,
  task: RenderTask,
  seconds: number,
  failOn: 'warning' | 'error',
): Promise<PaintedOrNot> {
  const { source, width, height } = task;
  const openFile = () => sharp(source, { limitInputPixels: width * height, failOn, sequentialRead: true });
  try {
    const open = task.type === 'gif' ? await openGif(sharp, source, seconds) : openFile;
    if (typeof open === 'string') return { ok: false, reason: open };
    const found = await open().metadata();
    if (found.width !== width || found.height !== height) {
      return { ok: false, reason: 'it has another size than its header tells.' };
    }
    return { ok: true, value: await paint(sharp, task, open, seconds) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (!/timeout/i.test(reason)) return { ok: false, reason };
    throw new Error(`A picture of ${width} × ${height} took longer than ${seconds} s.`, { cause: error });
  }
}

async function paint(
  sharp: SharpLibrary,
  task: RenderTask,
  open: () => Sharp,
  seconds: number,
): Promise<SharpPainted[]> {
  const { plan, orientation } = task;
  const done: SharpPainted[] = [];
  for (const planned of plan) {
    const from = madeFrom(planned, done)?.pixels;
    const made: SharpPixels = await pixelsOf(
      from ? shrunk(fromPixels(sharp, from), from, planned) : shrunkAsStored(open(), task, planned, orientation),
      seconds,
    );
    const isUpright = from !== undefined || orientation === 1;
    const pixels = isUpright ? made : await pixelsOf(turnedUpright(fromPixels(sharp, made), orientation), seconds);
    done.push({ planned, pixels });
  }
  return done;
}

/**
 * As planned, but a square from the smallest rendition whose middle it can be cut out of, and from the largest where there
 * is none: the larger it is, the less is half a pixel.
 */
function madeFrom(planned: PlannedRendition, done: SharpPainted[]): SharpPainted | undefined {
  const asPlanned = done.find((one) => one.planned.name === planned.from);
  if (!planned.square || !asPlanned) return asPlanned;
  const large = done.filter(({ pixels }) => Math.min(pixels.width, pixels.height) >= planned.width);
  return large.findLast(({ pixels }) => hasCentredSquare(pixels)) ?? large[0];
}
