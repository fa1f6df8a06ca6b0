// Makes the reference pixels for a source's renditions: ImageMagick decodes the source and resizes it with Lanczos to each
// size.

import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
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

/**
 * The pixels of each planned rendition, in the order of the plan. One call makes all of them, because decoding takes longer
 * than most of the rest.
 * @param folder for intermediate files.
 */
export async function referencePixels(
  wanted: ReferenceOf,
  folder: string,
  reference: ImageMagick,
): Promise<SeenPixels[]> {
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
  await runImageMagick(reference, [wanted.file, '-filter', 'Lanczos', '-depth', '8', ...outputs, 'null:']);
  return Promise.all(wanted.plan.map(async (planned) => ({ data: await readFile(fileOf(planned)), channels: 4 })));
}

function cropOf({ square }: PlannedRendition, { width, height }: ReferenceOf): string[] {
  if (!square) return [];
  const side = Math.min(width, height);
  const [left, top] = [Math.floor((width - side) / 2), Math.floor((height - side) / 2)];
  return ['-crop', `${side}x${side}+${left}+${top}`, '+repage'];
}
