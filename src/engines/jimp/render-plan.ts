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

/** Makes each rendition from its planned source; one of the same size shares its pixels. */
export function renderPlan(
  { plan, orientation }: Pick<RenderTask, 'plan' | 'orientation'>,
  stored: PictureJimp,
): RenderedPicture[] {
  const done = new Map<string, RenderedPicture>();
  for (const planned of plan) {
    const from = done.get(planned.from)?.image;
    const image = new PictureJimp((from ?? stored).bitmap);
    const [w, h] = !from && swapsSides(orientation) ? [planned.height, planned.width] : [planned.width, planned.height];
    if (planned.square) image.cover({ w, h });
    else image.shrink({ w, h });
    if (!from) image.upright(orientation);
    done.set(planned.name, { planned, image });
  }
  return [...done.values()];
}
