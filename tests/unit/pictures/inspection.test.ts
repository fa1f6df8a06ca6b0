// Inspection before decoding: upright size, and refusal of pictures that would take too much memory.

import { inspect } from '../../../src/pictures/inspection';
import { makeJpeg } from '../../helpers/jpeg';
import { makeFlatPng } from '../../hostile/files/png';
import { frame, startOfImage } from './headers/jpeg-bytes';

const jpegOf = (width: number, height: number) => Buffer.concat([startOfImage, frame({ width, height })]);

function pngOf(width: number, height: number): Buffer {
  const file = makeFlatPng({ width: 1, height: 1 });
  file.writeUInt32BE(width, 16);
  file.writeUInt32BE(height, 20);
  return file;
}

describe('inspect', () => {
  it('returns the upright size of a rotated picture', async () => {
    const onItsSide = await makeJpeg({ width: 30, height: 20, orientation: 8 });
    expect(inspect(onItsSide)).toMatchObject({ ok: true, value: { width: 30, upright: { width: 20, height: 30 } } });
    const upsideDown = await makeJpeg({ width: 30, height: 20, orientation: 3 });
    expect(inspect(upsideDown)).toMatchObject({ ok: true, value: { upright: { width: 30, height: 20 } } });
  });

  it.each([
    [10_000, 5_000, true],
    [10_000, 5_001, false],
    [65_500, 763, true],
    [65_501, 700, false],
    [700, 65_501, false],
    [65_535, 65_535, false],
  ])('of a JPEG of %i × %i: accepted is %j', (width, height, accepted) => {
    const verdict = inspect(jpegOf(width, height));
    expect(verdict.ok).toBe(accepted);
    if (!verdict.ok) expect(verdict.code).toBe('PICTURE.TOO_MANY_PIXELS');
  });

  it('refuses a PNG that would inflate to gigabytes', () => {
    expect(inspect(pngOf(4_294_967_295, 4_294_967_295))).toMatchObject({ code: 'PICTURE.TOO_MANY_PIXELS' });
    expect(inspect(pngOf(12_000, 12_000))).toEqual({
      ok: false,
      code: 'PICTURE.TOO_MANY_PIXELS',
      detail: '12000 × 12000 is 144.0 megapixels; at most 50 are accepted.',
    });
  });

  it('returns the reason if the header is refused', () => {
    expect(inspect(Buffer.from('text'))).toMatchObject({ ok: false, code: 'PICTURE.UNSUPPORTED_TYPE' });
    expect(inspect(jpegOf(0, 5))).toMatchObject({ ok: false, code: 'PICTURE.CORRUPT' });
  });
});
