// What quality is held to, and a table of it for people.

import { aligned } from './aligned';
import type { RenditionQuality } from './quality';
import type { Bound } from './rows';

const leastPsnr = 34;
const mostBytes = 1.3;

export function qualityBounds(qualities: RenditionQuality[], reference: string): Bound[] {
  const files = qualities.flatMap((one) => one.files);
  const worst = (format: string) =>
    Math.max(...files.filter((file) => file.format === format).map(({ bytes, sharpBytes }) => bytes / sharpBytes));
  return [
    {
      what: `worst PSNR of a rendition before encoding, against Lanczos by ${reference}, dB`,
      value: Math.min(...qualities.map(({ psnr }) => psnr)),
      limit: { atLeast: leastPsnr },
      digits: 1,
    },
    ...(['jpeg', 'webp'] as const).map((format) => ({
      what: `largest ${format} file to sharp's of the same quality`,
      value: worst(format),
      limit: { atMost: mostBytes },
      digits: 2,
    })),
  ];
}

export function qualityTable(qualities: RenditionQuality[]): string {
  const head = ['source', 'rendition', 'PSNR dB', 'format', 'bytes', "sharp's bytes", 'ratio', 'PSNR', "sharp's PSNR"];
  const rows = qualities.flatMap(({ source, name, psnr, files }) =>
    files.map((file) => [
      source,
      name,
      psnr.toFixed(1),
      file.format,
      String(file.bytes),
      String(file.sharpBytes),
      (file.bytes / file.sharpBytes).toFixed(2),
      file.psnr.toFixed(1),
      file.sharpPsnr.toFixed(1),
    ]),
  );
  return aligned([head, ...rows], 2);
}
