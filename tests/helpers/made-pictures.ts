// Pictures of smooth, saturated colours in every kind of file, with a profile or without, for comparisons of colours.

import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { iccSegment } from '../hostile/files/jpeg';
import { pngChunk, pngEnd, pngHeader, pngSignature } from '../hostile/files/png';
import { extendedWebp, webpChunk, webpFlags } from '../hostile/files/webp';
import { imageMagick } from './image-magick';

export interface Samples {
  width: number;
  height: number;
  channels: 1 | 2 | 3 | 4;
  /** 0 to 1, row by row. */
  values: Float64Array;
}

/** Every channel goes slowly through all its values, each in another direction. */
export function smoothSamples(width: number, height: number, channels: Samples['channels']): Samples {
  const values = new Float64Array(width * height * channels);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [across, down] = [x / width, y / height];
      const waves = [across, down, (across + 1 - down) / 2, 0.4 * across * down];
      for (let channel = 0; channel < channels; channel++, at++) {
        values[at] = 0.5 - 0.5 * Math.cos(2 * Math.PI * (waves[channel] ?? 0) + channel);
      }
    }
  }
  return { width, height, channels, values };
}

export function bytesOf({ values }: Samples): Buffer {
  return Buffer.from(Uint8Array.from(values, (value) => Math.round(value * 255)));
}

const colourTypes = { 1: 0, 2: 4, 3: 2, 4: 6 } as const;

export function pngOf(samples: Samples, bitDepth: 8 | 16, profile?: Buffer, extra: Buffer[] = []): Buffer {
  const { width, height, channels, values } = samples;
  const rowBytes = (width * channels * bitDepth) / 8;
  const rows = Buffer.alloc(height * (1 + rowBytes));
  for (let at = 0; at < values.length; at++) {
    const row = Math.floor(at / (width * channels));
    const to = row * (1 + rowBytes) + 1 + ((at % (width * channels)) * bitDepth) / 8;
    if (bitDepth === 8) rows[to] = Math.round((values[at] ?? 0) * 255);
    else rows.writeUInt16BE(Math.round((values[at] ?? 0) * 65535), to);
  }
  const header = pngHeader({ width, height, bitDepth, colourType: colourTypes[channels] });
  const chunks = profile ? [pngChunk('iCCP', Buffer.concat([Buffer.from('made\0\0'), deflateSync(profile)]))] : [];
  return Buffer.concat([pngSignature, header, ...chunks, ...extra, pngChunk('IDAT', deflateSync(rows)), pngEnd]);
}

export async function jpegOf(samples: Samples, profile?: Buffer): Promise<Buffer> {
  const file =
    samples.channels === 4
      ? cmykJpegOf(samples)
      : await rawOf(samples).jpeg({ quality: 97, chromaSubsampling: '4:4:4' }).toBuffer();
  return profile ? withJpegProfile(file, profile) : file;
}

export async function webpOf(samples: Samples, profile?: Buffer): Promise<Buffer> {
  const file = await rawOf(samples).webp({ lossless: true }).toBuffer();
  if (!profile) return file;
  return extendedWebp(samples, webpFlags.icc, [webpChunk('ICCP', profile), file.subarray(12)]);
}

export function progressiveJpegOf(samples: Samples): Promise<Buffer> {
  return rawOf(samples).jpeg({ quality: 97, chromaSubsampling: '4:4:4', progressive: true }).toBuffer();
}

/** Colours are reduced to a palette; some of them may be transparent. */
export function palettePngOf(samples: Samples): Promise<Buffer> {
  return rawOf(samples).png({ palette: true, colours: 200, dither: 0 }).toBuffer();
}

export function gifOf(samples: Samples): Promise<Buffer> {
  return rawOf(samples).gif({ dither: 0 }).toBuffer();
}

function rawOf(samples: Samples) {
  const { width, height, channels } = samples;
  const image = sharp(bytesOf(samples), { raw: { width, height, channels } });
  return channels === 1 ? image.toColourspace('b-w') : image;
}

/** As Adobe writes it: inverted, with a marker. */
function cmykJpegOf(samples: Samples): Buffer {
  const size = `${samples.width}x${samples.height}`;
  return imageMagick(
    ['-size', size, '-depth', '8', 'cmyk:-', '-quality', '97', '-sampling-factor', '1x1', 'jpeg:-'],
    bytesOf(samples),
  );
}

/** In as many segments as it takes. */
export function withJpegProfile(file: Buffer, profile: Buffer): Buffer {
  const most = 65_519;
  const count = Math.ceil(profile.length / most);
  const segments = Array.from({ length: count }, (_, index) =>
    iccSegment(profile.subarray(index * most, (index + 1) * most), index + 1, count),
  );
  return Buffer.concat([file.subarray(0, 2), ...segments, file.subarray(2)]);
}
