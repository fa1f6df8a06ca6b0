// The same files by sharp alone, written the way its documentation does it: one input, a clone for each output.

import sharp from 'sharp';
import { renditionSizes } from '../../src/pictures/renditions';
import type { MakePainter } from './painter';

/** As our engine on sharp is set. */
const quality = 80;
const avif = { quality: 55, effort: 2 };

const { thumb, ...widths } = renditionSizes;

export const bareSharp: MakePainter = async (set) => ({
  async paint(source) {
    const input = sharp(source).autoOrient();
    const sizes = [
      ...Object.values(widths).map((width) => input.clone().resize({ width, withoutEnlargement: true })),
      input.clone().resize({ width: thumb, height: thumb, fit: 'cover' }),
    ];
    const files = sizes.flatMap((sized) => [
      sized.clone().flatten({ background: 'white' }).jpeg({ quality }).toBuffer(),
      ...(set === 'jpeg' ? [] : [sized.clone().webp({ quality }).toBuffer(), sized.clone().avif(avif).toBuffer()]),
    ]);
    return (await Promise.all(files)).length;
  },
});
