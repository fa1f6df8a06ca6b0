// Compares the pixels of every rendition before encoding with Lanczos by libvips, in one step from the source.

import sharp, { type Sharp } from 'sharp';
import { PictureJimp } from '../../../src/engines/jimp/picture-jimp';
import { type RenderedPicture, renderPlan } from '../../../src/engines/jimp/render-plan';
import { type Bitmap, isOpaque, type JimpBitmap } from '../../../src/engines/pixels/bitmap';
import { planRenditions } from '../../../src/pictures/renditions';

const leastPsnr = 34;

/** Clouds of noise with hard edges and thin lines; with `holes` partly transparent. */
async function detailed(width: number, height: number, holes: boolean): Promise<Bitmap> {
  const lines = Array.from({ length: 40 }, (_, n) => `<path d="M${n * 50} 0L${width - n * 40} ${height}"/>`).join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <circle cx="40%" cy="50%" r="30%" fill="#c22"/><g stroke="#124" stroke-width="3">${lines}</g></svg>`;
  const noise = { type: 'gaussian', mean: 140, sigma: 50 } as const;
  const clouds = await sharp({
    create: { width: width >> 3, height: height >> 3, channels: 3, background: '#888', noise },
  })
    .resize({ width, height, fit: 'fill', kernel: 'cubic' })
    .png()
    .toBuffer();
  const picture = holes ? sharp(Buffer.from(svg)) : sharp(clouds).composite([{ input: Buffer.from(svg) }]);
  const data = await picture.ensureAlpha().raw().toBuffer();
  return { data, width, height, opaque: isOpaque(data) };
}

function sharpOf({ data, width, height }: JimpBitmap): Sharp {
  return sharp(data, { raw: { width, height, channels: 4 } });
}

/** A copy, as its pixels get overwritten. */
function pictureOf(bitmap: Bitmap): PictureJimp {
  const copy: Bitmap = { ...bitmap, data: Buffer.from(bitmap.data) };
  return new PictureJimp(copy);
}

/** The picture blended with white. */
function onWhite(pixels: Sharp): Promise<Buffer> {
  return pixels.flatten({ background: 'white' }).raw().toBuffer();
}

async function psnrOf(source: Bitmap, { image, planned }: RenderedPicture): Promise<number> {
  const { width, height, square } = planned;
  const side = square ? Math.min(source.width, source.height) : undefined;
  const [across, down] = [side ?? source.width, side ?? source.height];
  const [left, top] = [Math.floor((source.width - across) / 2), Math.floor((source.height - down) / 2)];
  const part = sharpOf(source).extract({ left, top, width: across, height: down });
  const ideal = part.resize({ width, height, fit: 'fill', kernel: 'lanczos3' });
  const { data } = await ideal.raw().toBuffer({ resolveWithObject: true });
  const [a, b] = [await onWhite(sharpOf(image.bitmap)), await onWhite(sharpOf({ ...image.bitmap, data }))];
  const squares = a.reduce((sum, value, at) => sum + (value - (b[at] ?? Number.NaN)) ** 2, 0);
  return 10 * Math.log10((255 ** 2 * a.length) / squares);
}

it.each([
  ['wide', 2400, 1500, false],
  ['tall', 1700, 2300, false],
  ['odd', 1801, 1203, false],
  ['partly transparent', 2000, 1400, true],
])('every rendition of a %s picture is as good as Lanczos: at least 34 dB', async (_name, width, height, holes) => {
  const source = await detailed(width, height, holes);
  expect(source.opaque).toBe(!holes);
  const painted = renderPlan({ orientation: 1, plan: planRenditions(width, height) }, pictureOf(source));
  expect(painted.map(({ planned }) => planned.name)).toEqual(['large', 'medium', 'small', 'thumb']);
  for (const one of painted) {
    const psnr = await psnrOf(source, one);
    if (!(psnr >= leastPsnr)) throw new Error(`${one.planned.name} has ${psnr.toFixed(1)} dB.`);
  }
});

it('a thumb that is made from the source is not affected by renditions that overwrite the source', async () => {
  const source = await detailed(2400, 160, false);
  const plan = planRenditions(2400, 160);
  expect(plan.filter(({ from }) => from === 'source').map(({ name }) => name)).toEqual(['large', 'thumb']);
  const both = renderPlan({ orientation: 1, plan }, pictureOf(source));
  const thumbOnly = plan.filter(({ name }) => name === 'thumb');
  const [alone] = renderPlan({ orientation: 1, plan: thumbOnly }, pictureOf(source));
  expect(both.at(-1)?.image.bitmap).toEqual(alone?.image.bitmap);
});
