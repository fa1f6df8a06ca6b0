// Makes the pixels of all planned renditions from a source, with sharp. Sharp shrinks a JPEG while decoding it, so the
// picture is turned upright afterwards.

import type { Sharp } from 'sharp';
import { findJpegPixels } from '../../pictures/headers/jpeg-pixels';
import type { RenderTask } from '../../pictures/rendering';
import type { PlannedRendition } from '../../pictures/renditions';
import type { SharpRendition } from './sharp-pixels';
import {
  fromPixels,
  hasCentredSquare,
  pixelsOf,
  type SharpLibrary,
  type SharpPixels,
  shrinkAsStored,
  shrinkTo,
  turnUpright,
} from './sharp-pixels';
import { type FailOn, openSource } from './sharp-source';

const endOfImage = Buffer.from([0xff, 0xd9]);

export type SharpResult = { ok: true; value: SharpRendition[] } | { ok: false; reason: string };

/** @throws when it takes too long. */
export async function renderWithSharp(sharp: SharpLibrary, task: RenderTask, seconds: number): Promise<SharpResult> {
  if (task.type !== 'jpeg') return renderStrictly(sharp, task, seconds, 'error');
  const result = await renderStrictly(sharp, task, seconds, 'warning');
  if (result.ok) return result;
  // The decoder tells of the first oddity only, which may be harmless or hide damage.
  const found = await findJpegPixels(task.source);
  if (!found.ok) return found;
  const source = Uint8Array.from(Buffer.concat([task.source.subarray(0, found.endAt), endOfImage]));
  return renderStrictly(sharp, { ...task, source }, seconds, 'none');
}

async function renderStrictly(
  sharp: SharpLibrary,
  task: RenderTask,
  seconds: number,
  failOn: FailOn,
): Promise<SharpResult> {
  const { width, height } = task;
  try {
    const open = await openSource(sharp, task, seconds, failOn);
    if (typeof open === 'string') return { ok: false, reason: open };
    const found = await open().metadata();
    if (found.width !== width || found.height !== height) {
      return { ok: false, reason: 'its size differs from the one in its header.' };
    }
    return { ok: true, value: await renderPlan(sharp, task, open, seconds) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (!/timeout/i.test(reason)) return { ok: false, reason };
    throw new Error(`A picture of ${width} × ${height} took longer than ${seconds} s.`, { cause: error });
  }
}

async function renderPlan(
  sharp: SharpLibrary,
  task: RenderTask,
  open: () => Sharp,
  seconds: number,
): Promise<SharpRendition[]> {
  const { plan, orientation } = task;
  const done: SharpRendition[] = [];
  for (const planned of plan) {
    const from = sourceFor(planned, done)?.pixels;
    const made: SharpPixels = await pixelsOf(
      from ? shrinkTo(fromPixels(sharp, from), from, planned) : shrinkAsStored(open(), task, planned, orientation),
      seconds,
    );
    const isUpright = from !== undefined || orientation === 1;
    const pixels = isUpright ? made : await pixelsOf(turnUpright(fromPixels(sharp, made), orientation), seconds);
    done.push({ planned, pixels });
  }
  return done;
}

/**
 * As planned, except for squares: they use the smallest rendition with an exact centre, or else the largest one, where being
 * off by half a pixel matters least.
 */
function sourceFor(planned: PlannedRendition, done: SharpRendition[]): SharpRendition | undefined {
  const asPlanned = done.find((one) => one.planned.name === planned.from);
  if (!planned.square || !asPlanned) return asPlanned;
  const large = done.filter(({ pixels }) => Math.min(pixels.width, pixels.height) >= planned.width);
  return large.findLast(({ pixels }) => hasCentredSquare(pixels)) ?? large[0];
}
