// The Jimp of this app, used in a few lines as jimp is.

import sharp from 'sharp';
import { PictureJimp } from '../../../src/engines/jimp/picture-jimp';
import { decodeJpeg } from '../../../src/engines/jpeg/jpeg-decoder';
import { readPictureHeader } from '../../../src/pictures/headers/header';
import { quarters } from '../../helpers/jpeg';
import { coloursOf, drawn, drawnJpeg } from '../../helpers/test-pictures';

const { topLeft, topRight, bottomLeft, bottomRight } = quarters;
const largestDifference = 14;

async function expectQuarters(file: Uint8Array, expected: readonly (readonly number[])[]): Promise<void> {
  const found = Object.values(await coloursOf(file)).flatMap((colour) => [...colour.slice(0, 3)]);
  for (const [at, value] of expected.flat().entries()) {
    expect(Math.abs((found[at] ?? Number.NaN) - value)).toBeLessThan(largestDifference);
  }
}

it.each(['jpeg', 'png', 'gif'] as const)('reads a %s and writes what it read', async (type) => {
  const file = await drawn(80, 60).toFormat(type, { quality: 95 }).toBuffer();
  const image = await PictureJimp.fromBuffer(file);
  expect([image.mime, image.width, image.height]).toEqual([`image/${type}`, 80, 60]);
  const written = await image.getBuffer(`image/${type}`);
  expect(await sharp(written).metadata()).toMatchObject({ format: type, width: 80, height: 60 });
  await expectQuarters(written, [topLeft, topRight, bottomLeft, bottomRight]);
});

it('reads pictures upright, as jimp does, and not only JPEGs', async () => {
  const photo = await PictureJimp.read(await drawnJpeg(320, 240, 6));
  expect([photo.width, photo.height]).toEqual([240, 320]);
  await expectQuarters(await photo.getBuffer('image/png'), [bottomLeft, topLeft, bottomRight, topRight]);
  const png = await drawn(320, 240).png().withMetadata({ orientation: 3 }).toBuffer();
  const turned = await PictureJimp.fromBuffer(png);
  await expectQuarters(await turned.getBuffer('image/png'), [bottomRight, bottomLeft, topRight, topLeft]);
});

it('shrinks, covers and flattens in one line, and shares pixels without changing them', async () => {
  const image = await PictureJimp.fromBuffer(await drawn(320, 240, true).png().toBuffer());
  const before = Buffer.from(image.bitmap.data);
  const thumb = new PictureJimp(image.bitmap).cover({ w: 100, h: 100 }).flatten();
  expect([thumb.width, thumb.height, thumb.hasAlpha()]).toEqual([100, 100, false]);
  const small = new PictureJimp(image.bitmap).shrink({ w: 160, h: 120 });
  expect([small.width, small.height, small.hasAlpha()]).toEqual([160, 120, true]);
  expect(image.bitmap.data.equals(before)).toBe(true);
});

it('notices pixels that became transparent by other means', async () => {
  const image = await PictureJimp.fromBuffer(await drawnJpeg(320, 240));
  const copy = image.clone();
  copy.setPixelColor(0x00000000, 0, 0);
  expect(copy.shrink({ w: 160, h: 120 }).hasAlpha()).toBe(true);
});

it('says what is wrong with a file', async () => {
  await expect(PictureJimp.fromBuffer(Buffer.from('no picture'))).rejects.toThrow('send a JPEG, PNG, WebP or GIF');
  const photo = await drawnJpeg(320, 240);
  const half = photo.subarray(0, photo.length >> 1);
  await expect(PictureJimp.fromBuffer(half)).rejects.toThrow(/ends before its last pixels/);
});

it.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'decodes a JPEG in %i eighths of its size, and each pixel is where it belongs',
  async (eighths) => {
    const file = await drawnJpeg(401, 299);
    const header = readPictureHeader(file);
    if (!header.ok) throw new Error(header.detail);
    const image = new PictureJimp(await decodeJpeg(file, header.value, { eighths, borrow: false }));
    expect([image.width, image.height]).toEqual([Math.ceil((401 * eighths) / 8), Math.ceil((299 * eighths) / 8)]);
    await expectQuarters(await image.getBuffer('image/png'), [topLeft, topRight, bottomLeft, bottomRight]);
  },
);

it('goes on after a damaged file, with a decoder that is not damaged', async () => {
  const photo = await drawnJpeg(320, 240);
  const noTables = Buffer.concat([photo.subarray(0, 2), photo.subarray(photo.indexOf(Buffer.from([0xff, 0xc0])))]);
  for (const file of [noTables, photo.subarray(0, photo.length >> 1), noTables]) {
    await expect(PictureJimp.fromBuffer(file)).rejects.toThrow(/\w/);
    await expectQuarters(await (await PictureJimp.fromBuffer(photo)).getBuffer('image/png'), [
      topLeft,
      topRight,
      bottomLeft,
      bottomRight,
    ]);
  }
});

it('keeps the pixels of pictures that are decoded one after the other, unless they are borrowed', async () => {
  const [red, white] = [await drawnJpeg(320, 240), await drawn(320, 240).negate().jpeg().toBuffer()];
  const first = await PictureJimp.fromBuffer(red);
  const before = Buffer.from(first.bitmap.data);
  await PictureJimp.fromBuffer(white);
  expect(first.bitmap.data.equals(before)).toBe(true);
});
