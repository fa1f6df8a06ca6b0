// How tutorials of this pattern do it with jimp: each rendition is read, resized and encoded for itself, in the main thread.

import { Jimp } from 'jimp';
import type { MakePainter } from './painter';

const quality = 80;

export const tutorialWay: MakePainter = async () => ({
  async paint(source) {
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
