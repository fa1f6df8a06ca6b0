// Measures the quality of the renditions: the pixels of both engines before encoding compared with ImageMagick's Lanczos, and
// our jimp engine's files compared with sharp's at the same quality setting, in size and in PSNR.

import sharp from 'sharp';
import { PictureJimp, readAsStored } from '../../src/engines/jimp/picture-jimp';
import { type RenderedPicture, renderPlan } from '../../src/engines/jimp/render-plan';
import { bufferOf, type JimpBitmap } from '../../src/engines/pixels/bitmap';
import { possibleReduction } from '../../src/engines/reduction';
import { renderWithSharp } from '../../src/engines/sharp/render-with-sharp';
import type { SharpRendition } from '../../src/engines/sharp/sharp-pixels';
import type { RenderTask } from '../../src/pictures/rendering';
import type { ImageMagick } from './imagemagick';
import { psnrOf, type SeenPixels } from './psnr';
import { referencePixels } from './reference-pixels';
import { renderTaskOf } from './render-task';
import type { Source, SourceId } from './sources';

/** The quality setting of our jimp engine's codecs. */
const quality = 80;
const timeLimitSeconds = 60;

export interface FileQuality {
  format: 'jpeg' | 'webp';
  bytes: number;
  sharpBytes: number;
  /** PSNR in dB of the file compared with the pixels it was encoded from. */
  psnr: number;
  sharpPsnr: number;
}

export interface RenditionQuality {
  source: SourceId;
  name: string;
  /** PSNR in dB of each engine's pixels before encoding, blended with white. */
  psnr: Record<'jimp' | 'sharp', number>;
  files: FileQuality[];
}

/** @param reference makes the reference pixels. */
export async function qualityOf(source: Source, folder: string, reference: ImageMagick): Promise<RenditionQuality[]> {
  const task = await renderTaskOf(source);
  const { width, height, plan } = task;
  const ideal = await referencePixels({ file: source.file, width, height, plan }, folder, reference);
  const bySharp = await renderedBySharp(task);
  const qualities: RenditionQuality[] = [];
  for (const [index, { planned, image }] of (await renderedByJimp(task)).entries()) {
    const [wanted, sharps] = [ideal[index], bySharp[index]?.pixels];
    if (!wanted || !sharps) throw new Error(`${planned.name} of ${source.id} was not made.`);
    const psnr = { jimp: psnrOf(seen(image.bitmap), wanted), sharp: psnrOf(sharps, wanted) };
    qualities.push({ source: source.id, name: planned.name, psnr, files: await filesOf(image) });
  }
  return qualities;
}

async function renderedByJimp(task: RenderTask): Promise<RenderedPicture[]> {
  return renderPlan(task, await readAsStored(bufferOf(task.source), task, { reduction: possibleReduction(task) }));
}

async function renderedBySharp(task: RenderTask): Promise<SharpRendition[]> {
  const painted = await renderWithSharp(sharp, task, timeLimitSeconds);
  if (!painted.ok) throw new Error(painted.reason);
  return painted.value;
}

async function filesOf(image: PictureJimp): Promise<FileQuality[]> {
  const opaque = new PictureJimp(image.bitmap).flatten();
  const measured = async (format: FileQuality['format'], file: Uint8Array, sharps: Uint8Array) => ({
    format,
    bytes: file.length,
    sharpBytes: sharps.length,
    psnr: psnrOf(seen(opaque.bitmap), await decoded(file)),
    sharpPsnr: psnrOf(seen(opaque.bitmap), await decoded(sharps)),
  });
  return [
    await measured(
      'jpeg',
      await opaque.getBuffer('image/jpeg'),
      await sharpOf(opaque.bitmap).removeAlpha().jpeg({ quality }).toBuffer(),
    ),
    await measured(
      'webp',
      await image.getBuffer('image/webp'),
      await sharpOf(image.bitmap).webp({ quality }).toBuffer(),
    ),
  ];
}

function sharpOf({ data, width, height }: JimpBitmap) {
  return sharp(data, { raw: { width, height, channels: 4 } });
}

function seen({ data }: JimpBitmap): SeenPixels {
  return { data, channels: 4 };
}

async function decoded(file: Uint8Array): Promise<SeenPixels> {
  return { data: await sharp(file).toColourspace('srgb').ensureAlpha().raw().toBuffer(), channels: 4 };
}
