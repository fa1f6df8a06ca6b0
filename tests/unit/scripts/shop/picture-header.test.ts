import sharp from 'sharp';
import { withExifOrientation } from '../../../../scripts/demo-photo';
import { readPictureHeader } from '../../../../scripts/shop/picture-header';
import { uprightSize } from '../../../../scripts/shop/upright-size';

const size = { width: 30, height: 20 };
const drawn = () => sharp({ create: { ...size, channels: 3, background: '#456' } });

it.each([
  ['image/jpeg', () => drawn().jpeg()],
  ['image/png', () => drawn().png()],
  ['image/webp', () => drawn().webp()],
  ['image/webp', () => drawn().webp({ lossless: true })],
  ['image/gif', () => drawn().gif()],
])('reads type and size of a picture of type %s', async (type, make) => {
  expect(readPictureHeader(await make().toBuffer())).toEqual({ type, ...size });
});

it.each([
  ['a PNG', () => drawn().withMetadata({ orientation: 6 }).png()],
  ['a WebP', () => drawn().withMetadata({ orientation: 6 }).webp()],
])('reads how %s is to be turned', async (_name, make) => {
  const header = readPictureHeader(await make().toBuffer());
  expect(header.orientation).toBe(6);
  expect(uprightSize(header)).toEqual({ width: 20, height: 30 });
});

it('reads how a JPEG is to be turned', async () => {
  const header = readPictureHeader(withExifOrientation(await drawn().jpeg().toBuffer(), 8));
  expect(uprightSize(header)).toEqual({ width: 20, height: 30 });
});

it('refuses what is no picture', () => {
  expect(() => readPictureHeader(Buffer.from('no picture at all'))).toThrow('not a JPEG, PNG, WebP or GIF');
});
