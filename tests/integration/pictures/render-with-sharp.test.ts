// Compares the pixels of the sharp engine's renditions before encoding with Lanczos in one step from the source.

import sharp from 'sharp';
import { renderWithSharp } from '../../../src/engines/sharp/render-with-sharp';
import type { SharpRendition } from '../../../src/engines/sharp/sharp-pixels';
import type { Orientation } from '../../../src/pictures/headers/exif';
import type { RenderTask } from '../../../src/pictures/rendering';
import { planRenditions } from '../../../src/pictures/renditions';

const leastPsnr = 34;

interface Raw {
  data: Buffer;
  width: number;
  height: number;
}

/** Clouds of noise, in which a shift by half a pixel shows. */
async function clouds(width: number, height: number): Promise<Raw> {
  const noise = { type: 'gaussian', mean: 140, sigma: 50 } as const;
  const size = { width: Math.ceil(width / 8), height: Math.ceil(height / 8) };
  const small = await sharp({ create: { ...size, channels: 3, background: '#888', noise } })
    .png()
    .toBuffer();
  const large = sharp(small).resize({ width, height, fit: 'fill', kernel: 'cubic' });
  return { data: await large.raw().toBuffer(), width, height };
}

function sharpOf({ data, width, height }: Raw) {
  return sharp(data, { raw: { width, height, channels: 3 } });
}

async function ideal(source: Raw, { planned: { width, height, square } }: SharpRendition): Promise<Buffer> {
  const side = Math.min(source.width, source.height);
  const [across, down] = square ? [side, side] : [source.width, source.height];
  const [left, top] = [(source.width - across) / 2, (source.height - down) / 2];
  const part = await sharpOf(source).extract({ left, top, width: across, height: down }).raw().toBuffer();
  const whole = sharpOf({ data: part, width: across, height: down });
  return whole.resize({ width, height, fit: 'fill', kernel: 'lanczos3' }).raw().toBuffer();
}

function psnrOf(a: Buffer, b: Buffer): number {
  const squares = a.reduce((sum, value, at) => sum + (value - (b[at] ?? Number.NaN)) ** 2, 0);
  return 10 * Math.log10((255 ** 2 * a.length) / squares);
}

async function taskOf(source: Raw, orientation: Orientation): Promise<RenderTask> {
  const { width, height } = source;
  const upright = orientation === 6 ? ([height, width] as const) : ([width, height] as const);
  const file = new Uint8Array(await sharpOf(source).png({ compressionLevel: 1 }).toBuffer());
  return { type: 'png', width, height, orientation, colours: 'rgb', source: file, plan: planRenditions(...upright) };
}

it.each<[string, number, number, Orientation]>([
  ['as a phone takes it', 2000, 1500, 1],
  ['as a camera takes it', 1800, 1200, 1],
  ['tall', 1700, 2300, 1],
  ['turned', 2000, 1500, 6],
  ['so wide that its thumb comes from the source', 2400, 160, 1],
])(
  'sharp makes every rendition of a picture %s as good as Lanczos: at least 34 dB',
  async (_name, width, height, orientation) => {
    const source = await clouds(width, height);
    const painted = await renderWithSharp(sharp, await taskOf(source, orientation), 60);
    if (!painted.ok) throw new Error(painted.reason);
    const turned = await sharpOf(source)
      .rotate(orientation === 6 ? 90 : 0)
      .raw()
      .toBuffer();
    const upright = orientation === 6 ? { data: turned, width: height, height: width } : source;
    expect(painted.value.map(({ planned }) => planned.name)).toEqual(['large', 'medium', 'small', 'thumb']);
    for (const one of painted.value) {
      const psnr = psnrOf(one.pixels.data, await ideal(upright, one));
      if (!(psnr >= leastPsnr)) throw new Error(`${one.planned.name} has ${psnr.toFixed(1)} dB.`);
    }
  },
);
