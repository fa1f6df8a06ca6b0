// Makes the renditions as tutorials do with jimp: it reads, resizes and encodes each one separately, on the main thread.

import { Jimp } from 'jimp';
import { renditionSizes } from '../../src/pictures/renditions';
import type { MakeRenderer } from './renderer';

const quality = 80;
const { thumb: side, ...widths } = renditionSizes;

export const tutorialWay: MakeRenderer = async () => ({
  async render(source) {
    for (const width of Object.values(widths)) {
      const image = await Jimp.read(source);
      image.resize({ w: Math.min(width, image.width) });
      await image.getBuffer('image/jpeg', { quality });
    }
    const thumb = await Jimp.read(source);
    thumb.cover({ w: side, h: side });
    await thumb.getBuffer('image/jpeg', { quality });
    return 4;
  },
});
