// Validates the LZW codes of a GIF without decoding pixels.

import sharp from 'sharp';
import { findGifPixels } from '../../../../src/pictures/headers/gif-codes';
import { readGifLayout } from '../../../../src/pictures/headers/gif-layout';
import { makeFlatGif } from '../../../hostile/files/gif';

const size = { width: 320, height: 240 };
const tooFew = 'it has fewer pixels than its header states.';

async function faultOf(file: Uint8Array): Promise<string | undefined> {
  const layout = readGifLayout(file);
  if (typeof layout === 'string') throw new Error(layout);
  const found = await findGifPixels(file, layout);
  return found.ok ? undefined : found.reason;
}

/** A GIF of 8 × 8 pixels with these codes, which start at that many bits. */
function withCodes(firstBits: number, codes: [code: number, bits: number][]): Buffer {
  const bits = codes.flatMap(([code, width]) => Array.from({ length: width }, (_, bit) => (code >> bit) & 1));
  const bytes = Array.from({ length: Math.ceil(bits.length / 8) }, (_, at) =>
    bits.slice(at * 8, at * 8 + 8).reduce((sum, bit, index) => sum + (bit << index), 0),
  );
  const head = makeFlatGif({ width: 8, height: 8, frames: [] }).subarray(0, -1);
  const frame = [0x2c, 0, 0, 0, 0, 8, 0, 8, 0, 0, firstBits, bytes.length, ...bytes, 0, 0x3b];
  return Buffer.concat([head, Buffer.from(frame)]);
}

/** Noise fills the code table repeatedly. */
function noise(width: number, height: number): Promise<Buffer> {
  let state = 1;
  const next = () => {
    state = (state * 48_271) % 0x7fffffff;
    return state & 255;
  };
  const pixels = Buffer.from(Array.from({ length: width * height * 3 }, next));
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .gif()
    .toBuffer();
}

describe('the codes of a GIF', () => {
  it('are complete for one colour, for noise, and for a table that stays full', async () => {
    expect(await faultOf(makeFlatGif(size))).toBeUndefined();
    expect(await faultOf(await noise(300, 200))).toBeUndefined();
    expect(await faultOf(makeFlatGif({ width: 4000, height: 3000 }))).toBeUndefined();
  });

  it('are too few if a single pixel is missing', async () => {
    const frame = (pixels: number) => makeFlatGif({ ...size, frames: [{ ...size, pixels }] });
    expect(await faultOf(frame(320 * 240 - 1))).toBe(tooFew);
    expect(await faultOf(frame(320 * 240))).toBeUndefined();
    expect(await faultOf(frame(320 * 240 + 1))).toBeUndefined();
  });

  it('are too few if their blocks end early', async () => {
    const file = await noise(300, 200);
    const layout = readGifLayout(file);
    if (typeof layout === 'string') throw new Error(layout);
    const cut = Buffer.concat([file.subarray(0, layout.codesAt + 1 + 256 * 20), Buffer.from([0, 0x3b])]);
    expect(await faultOf(cut)).toBe(tooFew);
  });

  it('are too few wherever the file is truncated before the last of them', async () => {
    const file = makeFlatGif(size);
    const whole = readGifLayout(file);
    if (typeof whole === 'string') throw new Error(whole);
    const found = await findGifPixels(file, whole);
    if (!found.ok) throw new Error(found.reason);
    // The last block, the empty one and the trailer.
    expect(found.endAt).toBe(file.length - 2);
    // Its last code, the end code, is not needed.
    for (let length = whole.codesAt + 1; length < found.endAt - 2; length++) {
      expect(await faultOf(file.subarray(0, length))).toBe(tooFew);
    }
  });

  it('need neither a leading clear code nor an end code', async () => {
    // The second code refers to itself: 1 + 2 + … + 10 pixels, and nine more.
    const growing = [1, 6, 7, 8, 9, 10, 11, 12, 13, 14].map((code): [number, number] => [code, code < 8 ? 3 : 4]);
    expect(await faultOf(withCodes(2, [...growing, [12, 4], [6, 5]]))).toBeUndefined();
  });

  it.each<[string, [number, number][]]>([
    ['is the first and no colour', [[6, 3]]],
    [
      'is two beyond the last one',
      [
        [1, 3],
        [7, 3],
      ],
    ],
    [
      'was there before the table was cleared',
      [
        [1, 3],
        [6, 3],
        [4, 3],
        [6, 3],
      ],
    ],
  ])('are refused when one %s', async (_what, codes) => {
    expect(await faultOf(withCodes(2, codes))).toBe('it uses an undefined code.');
  });

  it.each([0, 12])('are refused when they begin with %d bits', async (bits) => {
    expect(await faultOf(withCodes(bits, [[1, 3]]))).toBe('its codes have an invalid initial width.');
  });
});
