// The bounds on picture quality, and a table of the figures.

import { alignColumns } from './align-columns';
import type { RenditionQuality } from './quality';
import type { Bound } from './rows';

const leastPsnr = 34;
const mostBytes = 1.3;

/** The worst rendition of each engine and format. @param reference the program that made the reference pixels. */
export function qualityBounds(qualities: RenditionQuality[], reference: string): Bound[] {
  const files = qualities.flatMap((one) => one.files);
  return [
    ...(['jimp', 'sharp'] as const).map((engine) => ({
      what: `worst PSNR of a rendition of our ${engine} engine before encoding, against Lanczos by ${reference}, dB`,
      value: Math.min(...orNothing(qualities.map(({ psnr }) => psnr[engine]))),
      limit: { atLeast: leastPsnr },
      digits: 1,
    })),
    ...(['jpeg', 'webp'] as const).map((format) => ({
      what: `largest ${format} file of our jimp engine to sharp's of the same quality`,
      value: Math.max(...orNothing(files.filter((file) => file.format === format).map(ratioOf))),
      limit: { atMost: mostBytes },
      digits: 2,
    })),
  ];
}

/** Min and max of an empty list would meet every bound; NaN misses every bound. */
function orNothing(values: number[]): number[] {
  return values.length === 0 ? [Number.NaN] : values;
}

function ratioOf({ bytes, sharpBytes }: RenditionQuality['files'][number]): number {
  return bytes / sharpBytes;
}

/** One line per file: the PSNR of both engines' pixels, and our jimp engine's file next to sharp's in either format. */
export function qualityTable(qualities: RenditionQuality[]): string {
  const painted = ['PSNR dB: jimp', 'sharp'];
  const head = ['source', 'rendition', ...painted, 'format', 'bytes', "sharp's bytes", 'ratio', 'PSNR', "sharp's PSNR"];
  const rows = qualities.flatMap(({ source, name, psnr, files }) =>
    files.map((file) => [
      source,
      name,
      psnr.jimp.toFixed(1),
      psnr.sharp.toFixed(1),
      file.format,
      String(file.bytes),
      String(file.sharpBytes),
      ratioOf(file).toFixed(2),
      file.psnr.toFixed(1),
      file.sharpPsnr.toFixed(1),
    ]),
  );
  return alignColumns([head, ...rows], 2);
}
