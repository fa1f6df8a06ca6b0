// Makes the renditions as tutorials do with jimp: it reads, resizes and encodes each one separately, on the main thread.

import { Jimp } from 'jimp';
import type { MakeRenderer } from './renderer';

const quality = 80;

export const tutorialWay: MakeRenderer = async () => ({
  async render(source) {
    for (const width of [1600, 800, 400]) {
      const image = await Jimp.read(source);
      image.resize({ w: Math.min(width, image.width) });
      await image.getBuffer('image/jpeg', { quality });
    }
    const thumb = await Jimp.read(source);
    thumb.cover({ w: 200, h: 200 });
    await thumb.getBuffer('image/jpeg', { quality });
    return 4;
  },
});
