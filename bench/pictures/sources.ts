// Creates the source pictures: a phone's photo, a cut-out product photo, a web shop's export, and a wide picture small enough
// to render hundreds of them in minutes.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { drawScene, type Pixels, type SceneOptions } from './scene';

export type SourceId = 'jpeg12' | 'png3' | 'webp4' | 'jpeg3';

export interface Source {
  id: SourceId;
  what: string;
  file: string;
}

interface Recipe extends SceneOptions {
  id: SourceId;
  what: string;
  encode(pixels: Sharp): Sharp;
}

const recipes: Recipe[] = [
  {
    id: 'jpeg12',
    what: '12-megapixel JPEG',
    width: 4000,
    height: 3000,
    encode: (pixels) => pixels.removeAlpha().jpeg({ quality: 90, chromaSubsampling: '4:2:0' }),
  },
  {
    id: 'png3',
    what: '3-megapixel PNG with alpha',
    width: 2000,
    height: 1500,
    cutOut: true,
    encode: (pixels) => pixels.png(),
  },
  {
    id: 'webp4',
    what: '4-megapixel WebP',
    width: 2400,
    height: 1667,
    encode: (pixels) => pixels.removeAlpha().webp({ quality: 85 }),
  },
  {
    id: 'jpeg3',
    what: '3-megapixel JPEG, twice as wide as high',
    width: 2448,
    height: 1224,
    encode: (pixels) => pixels.removeAlpha().jpeg({ quality: 90, chromaSubsampling: '4:2:0' }),
  },
];

/** Draws and encodes sources into a folder. */
export async function makeSources(ids: readonly SourceId[], folder: string): Promise<Source[]> {
  const made: Source[] = [];
  for (const { id, what, encode, ...scene } of recipes.filter((recipe) => ids.includes(recipe.id))) {
    const file = join(folder, id);
    await writeFile(file, await encode(sharpOf(drawScene(scene))).toBuffer());
    made.push({ id, what, file });
  }
  return made;
}

export function sharpOf({ data, width, height }: Pixels): Sharp {
  return sharp(data, { raw: { width, height, channels: 4 } });
}
