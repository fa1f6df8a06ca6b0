// Decodes PNGs of every kind, with random pixels and filters, and compares the result with libvips.

import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { decodePng } from '../../../src/engines/decode/png-decoder';
import { isOpaque } from '../../../src/engines/pixels/bitmap';
import { drawn } from '../../helpers/test-pictures';
import {
  adam7,
  channels,
  grey,
  greyAlpha,
  type PngKind,
  palette,
  pixelBytes,
  pngChunk,
  pngEnd,
  pngHeader,
  pngSignature,
  rgb,
  rgba,
} from '../../hostile/files/png';

const size = { width: 37, height: 23 };
type Random = () => number;

/** Deterministic numbers from 0 to 255 (a linear congruential generator). */
function makeRandom(seed: number): Random {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  };
}

/** The first byte of a row is its filter, 0 to 4; `rowStarts` are the offsets of rows in the inflated data. */
function randomData(kind: PngKind): Buffer {
  const samples = channels[kind.colourType ?? rgb];
  const random = makeRandom(7);
  const data = Buffer.from(Array.from({ length: pixelBytes(kind) }, random));
  let at = 0;
  for (const [left, top, across, down] of kind.interlaced ? adam7 : ([[0, 0, 1, 1]] as const)) {
    const pixels = Math.ceil((size.width - left) / across);
    const rowBytes = 1 + Math.ceil((pixels * (kind.bitDepth ?? 8) * samples) / 8);
    for (let y = top; y < size.height; y += down, at += rowBytes) data[at] = random() % 5;
  }
  expect(at).toBe(data.length);
  return data;
}

function makePng(kind: PngKind, extra: Buffer[] = []): Buffer {
  const data = deflateSync(randomData(kind));
  return Buffer.concat([pngSignature, pngHeader(kind), ...extra, pngChunk('IDAT', data), pngEnd]);
}

async function expectSamePixels(file: Buffer): Promise<void> {
  const ours = await decodePng(Uint8Array.from(file));
  const pipeline = sharp(file).toColourspace('srgb').ensureAlpha().raw({ depth: 'uchar' });
  const data = await pipeline.toBuffer();
  expect([ours.width, ours.height, ours.data.length]).toEqual([size.width, size.height, data.length]);
  const different = ours.data.findIndex((value, at) => value !== data[at]);
  const pixel = different - (different % 4);
  expect([...ours.data.subarray(pixel, pixel + 4)]).toEqual([...data.subarray(pixel, pixel + 4)]);
  expect(different).toBe(-1);
}

const kinds: [string, PngKind['colourType'], PngKind['bitDepth']][] = [
  ['grey', grey, 1],
  ['grey', grey, 2],
  ['grey', grey, 4],
  ['grey', grey, 8],
  ['grey', grey, 16],
  ['RGB', rgb, 8],
  ['RGB', rgb, 16],
  ['grey with alpha', greyAlpha, 8],
  ['grey with alpha', greyAlpha, 16],
  ['RGB with alpha', rgba, 8],
  ['RGB with alpha', rgba, 16],
];

describe.each([false, true])('a PNG, interlaced: %j', (interlaced) => {
  it.each(kinds)('has the pixels of its %s (type %i) at %i bits', async (_name, colourType = 0, bitDepth = 8) => {
    await expectSamePixels(makePng({ ...size, colourType, bitDepth, interlaced }));
  });

  it.each([1, 2, 4, 8] as const)('has the colours and transparencies of its palette at %i bits', async (bitDepth) => {
    const random = makeRandom(bitDepth);
    const colours = 2 ** bitDepth;
    const plte = pngChunk('PLTE', Buffer.from(Array.from({ length: 3 * colours }, random)));
    const trns = pngChunk('tRNS', Buffer.from(Array.from({ length: colours / 2 }, random)));
    await expectSamePixels(makePng({ ...size, colourType: palette, bitDepth, interlaced }, [plte]));
    await expectSamePixels(makePng({ ...size, colourType: palette, bitDepth, interlaced }, [plte, trns]));
  });
});

it.each([
  [1, 1],
  [2, 2],
  [4, 9],
  [8, 200],
] as const)('is transparent where grey of %i bits is %i', async (bitDepth, clear) => {
  await expectSamePixels(makePng({ ...size, colourType: grey, bitDepth }, [pngChunk('tRNS', Buffer.from([0, clear]))]));
});

it('is transparent where RGB is the colour of the tRNS chunk', async () => {
  const kind = { width: 2, height: 1, colourType: rgb } as const;
  const row = deflateSync(Buffer.from([0, 10, 20, 30, 10, 20, 31]));
  const trns = pngChunk('tRNS', Buffer.from([0, 10, 0, 20, 0, 30]));
  const file = Buffer.concat([pngSignature, pngHeader(kind), trns, pngChunk('IDAT', row), pngEnd]);
  const { data } = await decodePng(Uint8Array.from(file));
  expect([...data]).toEqual([10, 20, 30, 0, 10, 20, 31, 255]);
  expect(isOpaque(data)).toBe(false);
});

describe('a PNG that may come out smaller', () => {
  it.each([
    ['opaque', false],
    ['transparent', true],
  ])('is halved as it comes, %s, and an odd row and column are left out', async (_name, alpha) => {
    const file = await drawn(403, 301, alpha).png().toBuffer();
    const whole = await decodePng(file);
    const half = await decodePng(file, 2.3);
    expect([half.width, half.height]).toEqual([201, 150]);
    for (const [x, y] of [
      [3, 3],
      [197, 3],
      [3, 146],
      [197, 146],
    ] as const) {
      const at = (y * 201 + x) * 4;
      const from = (y * 2 * 403 + x * 2) * 4;
      expect([...half.data.subarray(at, at + 4)]).toEqual([...whole.data.subarray(from, from + 4)]);
    }
    const quarter = await decodePng(file, 4);
    expect([quarter.width, quarter.height]).toEqual([100, 75]);
  });

  it('keeps its size when it is interlaced', async () => {
    const file = await drawn(403, 301).png({ progressive: true }).toBuffer();
    expect(await decodePng(file, 4)).toEqual(await decodePng(file));
  });
});
