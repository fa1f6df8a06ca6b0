// Makes all planned renditions from a picture as stored. The orientation is applied after the first shrinking, where it
// costs a fraction.

import { swapsSides } from '../../pictures/headers/exif';
import type { RenderTask } from '../../pictures/rendering';
import type { PlannedRendition } from '../../pictures/renditions';
import { isOpaque } from '../pixels/bitmap';
import { PictureJimp } from './picture-jimp';

export interface RenderedPicture {
  planned: PlannedRendition;
  image: PictureJimp;
  /** Whether every pixel is opaque. */
  opaque: boolean;
}

/** Makes each rendition from its planned source; one of the same size shares its pixels. */
export function renderPlan(
  { type, plan, orientation }: Pick<RenderTask, 'type' | 'plan' | 'orientation'>,
  stored: PictureJimp,
): RenderedPicture[] {
  const opaque = type === 'jpeg' || isOpaque(stored.bitmap.data);
  const done = new Map<string, RenderedPicture>();
  for (const planned of plan) {
    const from = done.get(planned.from)?.image;
    const image = new PictureJimp((from ?? stored).bitmap);
    const [w, h] = !from && swapsSides(orientation) ? [planned.height, planned.width] : [planned.width, planned.height];
    if (planned.square) image.cover({ w, h, opaque });
    else image.shrink({ w, h, opaque });
    if (!from) image.upright(orientation);
    done.set(planned.name, { planned, image, opaque });
  }
  return [...done.values()];
}
