// Makes all planned renditions from a picture as stored. The orientation is applied after the first shrinking, where it
// costs a fraction.

import { swapsSides } from '../../pictures/headers/exif';
import type { RenderTask } from '../../pictures/rendering';
import type { PlannedRendition } from '../../pictures/renditions';
import { PictureJimp } from './picture-jimp';

export interface RenderedPicture {
  planned: PlannedRendition;
  image: PictureJimp;
}

/**
 * Makes each rendition from its planned source; one of the same size shares its pixels. Those of `stored` are overwritten
 * and must not be used afterwards, so that their hundreds of MB are not needed twice.
 */
export function renderPlan(
  { plan, orientation }: Pick<RenderTask, 'plan' | 'orientation'>,
  stored: PictureJimp,
): RenderedPicture[] {
  const lastFromStored = plan.findLast(({ from }) => from === 'source');
  const done = new Map<string, RenderedPicture>();
  for (const planned of plan) {
    const from = done.get(planned.from)?.image;
    const image = new PictureJimp((from ?? stored).bitmap);
    const [w, h] = !from && swapsSides(orientation) ? [planned.height, planned.width] : [planned.width, planned.height];
    const size = { w, h, overwrite: planned === lastFromStored };
    if (planned.square) image.cover(size);
    else image.shrink(size);
    if (!from) image.upright(orientation);
    done.set(planned.name, { planned, image });
  }
  return [...done.values()];
}
