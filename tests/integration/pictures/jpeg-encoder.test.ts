// JPEGs that the app writes, read by libvips: every size and content comes back, in fewer bytes than a plain encoder takes.

import sharp from 'sharp';
import { encodeJpeg } from '../../../src/engines/jpeg/jpeg-encoder';

type Colour = (x: number, y: number) => number[];

function picture(width: number, height: number, colour: Colour) {
  const data = Buffer.alloc(width * height * 4, 255);
  for (let at = 0; at < width * height; at++) data.set(colour(at % width, Math.floor(at / width)), at * 4);
  return { data, width, height };
}

function psnrOf(a: Uint8Array, b: Uint8Array): number {
  const squares = a.reduce((sum, value, at) => sum + (value - (b[at] ?? Number.NaN)) ** 2, 0);
  return 10 * Math.log10((255 ** 2 * a.length) / squares);
}

const noise: Colour = (x, y) => [Math.imul(x * 31 + y, 2_654_435_761) >>> 24, (x * y * 7) & 255, (x * 13) & 255];
const soft: Colour = (x, y) => [
  128 + 90 * Math.sin(x / 40),
  128 + 90 * Math.cos(y / 30),
  128 + 90 * Math.sin((x + y) / 50),
];

it.each([
  [1, 1],
  [7, 3],
  [16, 16],
  [17, 33],
  [1, 400],
  [640, 1],
  [333, 250],
])('writes a picture of %i × %i', async (width, height) => {
  const bitmap = picture(width, height, soft);
  const found = await sharp(encodeJpeg(bitmap, 90)).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  expect(found.info).toMatchObject({ width, height });
  expect(psnrOf(found.data, bitmap.data)).toBeGreaterThan(34);
});

it.each([1, 50, 78, 100])('is as good as libjpeg at quality %i, in no more bytes', async (quality) => {
  const bitmap = picture(400, 300, (x, y) => soft(x, y).map((value, at) => value * 0.8 + (noise(x, y)[at] ?? 0) * 0.2));
  const ours = encodeJpeg(bitmap, quality);
  const raw = { raw: { width: 400, height: 300, channels: 4 } } as const;
  const options = { quality, quantisationTable: 3, chromaSubsampling: '4:2:0' };
  const theirs = await sharp(bitmap.data, raw).removeAlpha().jpeg(options).toBuffer();
  const decoded = (file: Uint8Array) => sharp(file).ensureAlpha().raw().toBuffer();
  expect(psnrOf(await decoded(ours), bitmap.data)).toBeGreaterThan(psnrOf(await decoded(theirs), bitmap.data) - 0.05);
  expect(ours.length).toBeLessThan(theirs.length * 1.01);
});

it('writes the loudest picture there is without an error in the coded data', async () => {
  const checkered = picture(200, 200, (x, y) => ((x + y) % 2 === 0 ? [255, 255, 255] : [0, 0, 0]));
  const found = await sharp(encodeJpeg(checkered, 100), { failOn: 'warning' }).ensureAlpha().raw().toBuffer();
  expect(psnrOf(found, checkered.data)).toBeGreaterThan(30);
});

it('gives the same bytes each time, whatever was encoded before', () => {
  const first = encodeJpeg(picture(100, 80, noise), 78);
  encodeJpeg(picture(1700, 900, soft), 78);
  expect(encodeJpeg(picture(100, 80, noise), 78).equals(first)).toBe(true);
});
