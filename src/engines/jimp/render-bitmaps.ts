// Makes the bitmaps of all planned renditions from the decoded source. The orientation is applied after the first shrinking,
// where it costs a fraction.

import { swapsSides } from '../../pictures/headers/exif';
import type { RenderTask } from '../../pictures/rendering';
import type { PlannedRendition } from '../../pictures/renditions';
import type { Area } from '../pixels/bitmap';
import { type Bitmap, turnUpright } from '../pixels/bitmap';
import { shrink } from '../pixels/shrink';

export interface RenderedBitmap {
  planned: PlannedRendition;
  bitmap: Bitmap;
}

/**
 * Makes each rendition from its planned source; one of the same size shares its pixels. The bitmap of the source is
 * overwritten and must not be used afterwards, so that its hundreds of MB are not needed twice.
 */
export function renderBitmaps({ plan, orientation }: RenderTask, source: Bitmap): RenderedBitmap[] {
  const lastFromSource = plan.findLast(({ from }) => from === 'source');
  const done = new Map<string, RenderedBitmap>();
  for (const planned of plan) {
    const from = done.get(planned.from)?.bitmap;
    const bitmap = from
      ? shrinkTo(from, planned, false)
      : turnUpright(shrinkTo(source, asStored(planned), planned === lastFromSource), orientation);
    done.set(planned.name, { planned, bitmap });
  }
  return [...done.values()];

  function asStored(planned: PlannedRendition): PlannedRendition {
    const { width, height } = planned;
    return swapsSides(orientation) ? { ...planned, width: height, height: width } : planned;
  }
}

function shrinkTo(bitmap: Bitmap, { width, height, square }: PlannedRendition, overwrite: boolean): Bitmap {
  return shrink(bitmap, square ? centredSquare(bitmap) : whole(bitmap), { width, height }, overwrite);
}

function whole({ width, height }: Bitmap): Area {
  return { left: 0, top: 0, width, height };
}

function centredSquare({ width, height }: Bitmap): Area {
  const side = Math.min(width, height);
  return { left: (width - side) / 2, top: (height - side) / 2, width: side, height: side };
}
