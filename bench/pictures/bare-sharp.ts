// Makes the renditions with sharp alone, as its documentation suggests: one input, cloned for each output.

import sharp from 'sharp';
import { renditionSizes } from '../../src/pictures/renditions';
import type { MakeRenderer } from './renderer';

/** The settings of the app's sharp engine. */
const quality = 80;
const avif = { quality: 55, effort: 2 };

const { thumb, ...widths } = renditionSizes;

export const bareSharp: MakeRenderer = async (set) => ({
  async render(source) {
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
