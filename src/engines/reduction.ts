// How much smaller a picture may come out of its decoder: only as many pixels as the largest rendition needs.

import { swapsSides } from '../pictures/headers/exif';
import type { RenderTask } from '../pictures/rendering';

/** What is left to be shrunk after a reduction: below this, it would cost visible quality. */
const leastScaleLeft = 1.2;

/** By what factor both sides may be divided for all renditions made from the source; 1 or more. */
export function possibleReduction({ width, height, orientation, plan }: Omit<RenderTask, 'source'>): number {
  const [across, down] = swapsSides(orientation) ? [height, width] : [width, height];
  const scales = plan
    .filter(({ from }) => from === 'source')
    .map((planned) =>
      planned.square ? Math.min(across, down) / planned.width : Math.min(across / planned.width, down / planned.height),
    );
  return Math.max(1, Math.min(...scales) / leastScaleLeft);
}

/** A JPEG is reduced block by block, which is less exact than halving: without a reserve WebPs lose 0.3 dB. */
const reserve = 1.15;

/** The eighths of its size in which a JPEG can be decoded. */
export function jpegEighths(reduction: number): number {
  return Math.min(8, Math.ceil((8 * reserve) / reduction));
}

/** How often the rows of a PNG can be halved. */
export function halvings(reduction: number): number {
  return Math.floor(Math.log2(reduction));
}
