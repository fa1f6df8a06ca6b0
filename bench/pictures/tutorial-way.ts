// How tutorials of this pattern do it with jimp: each rendition is read, resized and encoded for itself, in the main thread.

import { Jimp } from 'jimp';
import { renditionSizes } from '../../src/pictures/renditions';
import type { MakePainter } from './painter';

const quality = 80;
const { thumb: side, ...widths } = renditionSizes;

export const tutorialWay: MakePainter = async () => ({
  async paint(source) {
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
