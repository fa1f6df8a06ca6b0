// From decoded pixels to those of every planned rendition. The orientation is applied after the first shrinking, where
// it costs a fraction.

import { swapsSides } from '../../pictures/headers/exif';
import type { RenderTask } from '../../pictures/rendering';
import type { PlannedRendition } from '../../pictures/renditions';
import type { Area } from '../pixels/bitmap';
import { type Bitmap, upright } from '../pixels/bitmap';
import { shrink } from '../pixels/shrink';

export interface Painted {
  planned: PlannedRendition;
  bitmap: Bitmap;
}

/**
 * Each rendition from what it is planned from; one that is no smaller than that shares its pixels. The source is of no
 * use afterwards: hundreds of MB should not be there twice.
 */
export function paint({ plan, orientation }: RenderTask, source: Bitmap): Painted[] {
  const lastFromSource = plan.findLast(({ from }) => from === 'source');
  const done = new Map<string, Painted>();
  for (const planned of plan) {
    const from = done.get(planned.from)?.bitmap;
    const bitmap = from
      ? shrunk(from, planned, false)
      : upright(shrunk(source, stored(planned), planned === lastFromSource), orientation);
    done.set(planned.name, { planned, bitmap });
  }
  return [...done.values()];

  function stored(planned: PlannedRendition): PlannedRendition {
    const { width, height } = planned;
    return swapsSides(orientation) ? { ...planned, width: height, height: width } : planned;
  }
}

function shrunk(bitmap: Bitmap, { width, height, square }: PlannedRendition, overwrite: boolean): Bitmap {
  return shrink(bitmap, square ? centredSquare(bitmap) : whole(bitmap), { width, height }, overwrite);
}

function whole({ width, height }: Bitmap): Area {
  return { left: 0, top: 0, width, height };
}

function centredSquare({ width, height }: Bitmap): Area {
  const side = Math.min(width, height);
  return { left: (width - side) / 2, top: (height - side) / 2, width: side, height: side };
}
