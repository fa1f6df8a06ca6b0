// Compares the files of our jimp engine with those of an earlier version's: their bytes, and how close they are to the source.

import sharp from 'sharp';
import { makeJimpEngine } from '../../src/engines/jimp/jimp-engine';
import type { PictureEngine } from '../../src/pictures/ports';
import type { RenderedFile } from '../../src/pictures/renditions';
import { makeBaseEngine } from './base-engine';
import type { ImageMagick } from './imagemagick';
import { psnrOf, type SeenPixels } from './psnr';
import { referencePixels } from './reference-pixels';
import { renderTaskOf } from './render-task';
import type { Bound } from './rows';
import type { Source } from './sources';

const mostBytes = 1.03;
const leastGain = -0.1;

interface FileQuality {
  what: string;
  format: string;
  bytes: number;
  /** PSNR in dB, compared with ImageMagick's Lanczos from the source. */
  psnr: number;
}

/** The bounds on our files next to those of the version in BASELINE. */
export async function baseQualityBounds(sources: Source[], folder: string, reference: ImageMagick): Promise<Bound[]> {
  const engines = [makeJimpEngine(), makeBaseEngine()];
  const [ours, base] = await Promise.all(engines.map((engine) => qualitiesOf(engine, sources, folder, reference)));
  await Promise.all(engines.map((engine) => engine.close()));
  if (!ours || !base) throw new Error('An engine made nothing.');
  const total = (files: FileQuality[], format: string) =>
    files.filter((file) => file.format === format).reduce((sum, { bytes }) => sum + bytes, 0);
  const gains = ours.map(({ what, psnr }) => psnr - (base.find((other) => other.what === what)?.psnr ?? Number.NaN));
  return [
    ...['jpeg', 'webp'].map((format) => ({
      what: `bytes of all ${format} files to the earlier engine's`,
      value: total(ours, format) / total(base, format),
      limit: { atMost: mostBytes },
      digits: 3,
    })),
    {
      what: "least gain of a file in PSNR over the earlier engine's, dB",
      value: Math.min(...gains),
      limit: { atLeast: leastGain },
      digits: 2,
    },
  ];
}

async function qualitiesOf(
  engine: PictureEngine,
  sources: Source[],
  folder: string,
  reference: ImageMagick,
): Promise<FileQuality[]> {
  const qualities: FileQuality[] = [];
  for (const source of sources) {
    const task = await renderTaskOf(source);
    const ideal = await referencePixels({ ...task, file: source.file }, folder, reference);
    const rendered = await engine.render({ ...task, source: new Uint8Array(task.source) });
    if (!rendered.ok) throw new Error(rendered.detail);
    for (const file of rendered.value.files) {
      const wanted = ideal[task.plan.findIndex(({ name }) => name === file.name)];
      if (!wanted) throw new Error(`${file.name} was not planned.`);
      const psnr = psnrOf(await pixelsOf(file), wanted);
      const { format, bytes } = file;
      qualities.push({ what: `${source.id} ${file.name} ${format}`, format, bytes: bytes.length, psnr });
    }
  }
  return qualities;
}

async function pixelsOf({ bytes }: RenderedFile): Promise<SeenPixels> {
  return { data: await sharp(bytes).toColourspace('srgb').ensureAlpha().raw().toBuffer(), channels: 4 };
}
