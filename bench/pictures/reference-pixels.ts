// Makes the reference pixels for a source's renditions: ImageMagick decodes the source and resizes it with Lanczos to each
// size. Without ImageMagick, sharp does the same.

import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import sharp from 'sharp';
import type { PlannedRendition } from '../../src/pictures/renditions';
import { type ImageMagick, runImageMagick } from './imagemagick';
import type { SeenPixels } from './psnr';

export interface ReferenceOf {
  /** The file, which needs no rotation. */
  file: string;
  /** Of the file. */
  width: number;
  height: number;
  plan: PlannedRendition[];
}

/** The pixels of each planned rendition, in the order of the plan. @param folder for intermediate files. */
export function referencePixels(wanted: ReferenceOf, folder: string, found?: ImageMagick): Promise<SeenPixels[]> {
  return found ? byImageMagick(found, wanted, folder) : bySharp(wanted);
}

/** One call for all sizes, because decoding takes longer than most of the rest. */
async function byImageMagick(found: ImageMagick, wanted: ReferenceOf, folder: string): Promise<SeenPixels[]> {
  const fileOf = ({ name }: PlannedRendition) => join(folder, `${basename(wanted.file)}-${name}.rgba`);
  const outputs = wanted.plan.flatMap((planned) => {
    const size = `${planned.width}x${planned.height}!`;
    return [
      '(',
      '+clone',
      ...cropOf(planned, wanted),
      '-resize',
      size,
      '-write',
      `rgba:${fileOf(planned)}`,
      '+delete',
      ')',
    ];
  });
  await runImageMagick(found, [wanted.file, '-filter', 'Lanczos', '-depth', '8', ...outputs, 'null:']);
  return Promise.all(wanted.plan.map(async (planned) => ({ data: await readFile(fileOf(planned)), channels: 4 })));
}

function cropOf({ square }: PlannedRendition, { width, height }: ReferenceOf): string[] {
  if (!square) return [];
  const side = Math.min(width, height);
  const [left, top] = [Math.floor((width - side) / 2), Math.floor((height - side) / 2)];
  return ['-crop', `${side}x${side}+${left}+${top}`, '+repage'];
}

async function bySharp({ file, width, height, plan }: ReferenceOf): Promise<SeenPixels[]> {
  // From decoded pixels, because sharp would shrink a JPEG while decoding it.
  const decoded = await sharp(file).toColourspace('srgb').ensureAlpha().raw().toBuffer();
  return Promise.all(
    plan.map(async ({ width: wide, height: high, square }): Promise<SeenPixels> => {
      const pixels = sharp(decoded, { raw: { width, height, channels: 4 } });
      const size = { width: wide, height: high, fit: square ? 'cover' : 'fill', kernel: 'lanczos3' } as const;
      return { data: await pixels.resize(size).raw().toBuffer(), channels: 4 };
    }),
  );
}
