// How good the renditions are: their pixels before encoding against ImageMagick's Lanczos of the same size, and the size
// of their files against sharp's at the same quality setting, with what both lost of the pixels.

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { type Bitmap, flattened } from '../../src/adapters/bitmap';
import { encodeJpeg } from '../../src/adapters/mozjpeg-codec';
import { type Painted, paint } from '../../src/adapters/painted';
import { decodePicture } from '../../src/adapters/picture-decoder';
import { encodeWebp } from '../../src/adapters/webp-codec';
import { inspect } from '../../src/pictures/inspection';
import { planRenditions } from '../../src/pictures/renditions';
import { type ImageMagick, imageMagickPixels } from './imagemagick';
import type { Source, SourceId } from './sources';

/** What the codecs of our jimp engine are set to. */
const quality = 80;

export interface RenditionQuality {
  source: SourceId;
  name: string;
  /** Of the pixels before encoding, in dB, laid on white. */
  psnr: number;
  files: { format: 'jpeg' | 'webp'; bytes: number; sharpBytes: number; psnr: number; sharpPsnr: number }[];
}

/** @param reference what makes the reference pixels; without ImageMagick it is sharp. */
export async function qualityOf(source: Source, folder: string, reference?: ImageMagick): Promise<RenditionQuality[]> {
  const bytes = Uint8Array.from(await readFile(source.file));
  const inspected = inspect(bytes);
  if (!inspected.ok) throw new Error(inspected.detail);
  const { upright, ...header } = inspected.value;
  const task = { ...header, source: bytes, plan: planRenditions(upright.width, upright.height) };
  const decoded = await decodePicture(task);
  if (!decoded.ok) throw new Error(decoded.reason);
  const raw = join(folder, `${source.id}.rgba`);
  await writeFile(raw, decoded.bitmap.data);
  const qualities: RenditionQuality[] = [];
  // Painting uses its source up.
  const kept = { ...decoded.bitmap, data: decoded.bitmap.data.slice() };
  for (const one of paint(task, decoded.bitmap)) {
    const ideal = reference ? await byImageMagick(reference, raw, kept, one) : await bySharp(kept, one);
    const psnr = psnrOf(onWhite(one.bitmap.data), onWhite(ideal));
    qualities.push({ source: source.id, name: one.planned.name, psnr, files: await filesOf(one.bitmap) });
  }
  return qualities;
}

function byImageMagick(command: ImageMagick, raw: string, from: Bitmap, { planned, bitmap }: Painted): Promise<Buffer> {
  const side = Math.min(from.width, from.height);
  const left = Math.floor((from.width - side) / 2);
  const top = Math.floor((from.height - side) / 2);
  const crop = planned.square ? ['-crop', `${side}x${side}+${left}+${top}`, '+repage'] : [];
  const size = `${bitmap.width}x${bitmap.height}!`;
  const input = ['-size', `${from.width}x${from.height}`, '-depth', '8', `rgba:${raw}`];
  return imageMagickPixels(command, input, [...crop, '-filter', 'Lanczos', '-resize', size]);
}

function bySharp(from: Bitmap, { planned, bitmap }: Painted): Promise<Buffer> {
  const fit = planned.square ? 'cover' : 'fill';
  return sharpOf(from).resize({ width: bitmap.width, height: bitmap.height, fit, kernel: 'lanczos3' }).raw().toBuffer();
}

async function filesOf(bitmap: Bitmap): Promise<RenditionQuality['files']> {
  const opaque = flattened(bitmap);
  const [jpeg, webp] = [await encodeJpeg(opaque), await encodeWebp(bitmap)];
  const [sharpJpeg, sharpWebp] = await Promise.all([
    sharpOf(opaque).removeAlpha().jpeg({ quality }).toBuffer(),
    sharpOf(bitmap).webp({ quality }).toBuffer(),
  ]);
  const pixels = onWhite(opaque.data);
  const lost = async (file: Uint8Array) => psnrOf(pixels, await decodedOnWhite(file));
  return [
    {
      format: 'jpeg',
      bytes: jpeg.length,
      sharpBytes: sharpJpeg.length,
      psnr: await lost(jpeg),
      sharpPsnr: await lost(sharpJpeg),
    },
    {
      format: 'webp',
      bytes: webp.length,
      sharpBytes: sharpWebp.length,
      psnr: await lost(webp),
      sharpPsnr: await lost(sharpWebp),
    },
  ];
}

function sharpOf({ data, width, height }: Bitmap) {
  return sharp(data, { raw: { width, height, channels: 4 } });
}

async function decodedOnWhite(file: Uint8Array): Promise<Uint8Array> {
  return onWhite(await sharp(file).toColourspace('srgb').ensureAlpha().raw().toBuffer());
}

/** Three bytes a pixel: what is seen of the picture on a white page. */
function onWhite(data: Uint8Array): Uint8Array {
  const seen = new Uint8Array((data.length / 4) * 3);
  for (let from = 0, to = 0; from < data.length; from += 4, to += 3) {
    const alpha = data[from + 3] ?? 255;
    for (let channel = 0; channel < 3; channel++) {
      seen[to + channel] = Math.round(((data[from + channel] ?? 0) * alpha) / 255 + 255 - alpha);
    }
  }
  return seen;
}

/** Peak signal-to-noise ratio in dB; 99 where both are the same. */
export function psnrOf(a: Uint8Array, b: Uint8Array): number {
  if (a.length !== b.length) throw new Error(`${a.length} and ${b.length} values cannot be compared.`);
  let squares = 0;
  for (let at = 0; at < a.length; at++) squares += ((a[at] ?? 0) - (b[at] ?? 0)) ** 2;
  return squares === 0 ? 99 : 10 * Math.log10((255 ** 2 * a.length) / squares);
}
