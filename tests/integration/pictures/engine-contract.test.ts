// What every picture engine has to do, on real files: kinds of sources, sizes, orientation, transparency, and damage.

import sharp from 'sharp';
import { withExifOrientation } from '../../../scripts/demo-photo';
import { renditionSizes } from '../../../src/pictures/renditions';
import { quarters } from '../../helpers/jpeg';
import { animated, type Colours, coloursOf, drawn, drawnJpeg } from '../../helpers/test-pictures';
import { makeFlatGif } from '../../hostile/files/gif';
import { makeFlatJpeg } from '../../hostile/files/jpeg';
import { makeInterlacedPng, withChunk } from '../../hostile/files/png';
import { extendedWebp, losslessChunk, webpChunk, webpFlags } from '../../hostile/files/webp';
import { type ClosableEngine, engines, fileNamed, render, rendered } from './picture-engines';

/** Renditions change colours a little. */
function expectAbout(found: Colours, expected: Colours, tolerance = 14): void {
  for (const quarter of Object.keys(expected) as (keyof Colours)[]) {
    for (const [channel, value] of expected[quarter].entries()) {
      const difference = Math.abs((found[quarter][channel] ?? Number.NaN) - value);
      if (!(difference < tolerance)) throw new Error(`${quarter} is ${found[quarter]}, not ${expected[quarter]}`);
    }
  }
}

const grey = ([red = 0, green = 0, blue = 0]: readonly number[]) => {
  const luma = Math.round(0.2126 * red + 0.7152 * green + 0.0722 * blue);
  return [luma, luma, luma];
};
const shadesOf = (colours: Colours): Colours => ({
  topLeft: grey(colours.topLeft),
  topRight: grey(colours.topRight),
  bottomLeft: grey(colours.bottomLeft),
  bottomRight: grey(colours.bottomRight),
});

const kinds: [string, () => Promise<Buffer>, (colours: Colours) => Colours, tolerance: number][] = [
  ['baseline JPEG', () => drawnJpeg(250, 200), (colours) => colours, 14],
  ['progressive JPEG', () => drawn(250, 200).jpeg({ progressive: true }).toBuffer(), (colours) => colours, 14],
  ['grey JPEG', () => drawn(250, 200).greyscale().jpeg().toBuffer(), shadesOf, 60],
  ['PNG', () => drawn(250, 200).png().toBuffer(), (colours) => colours, 14],
  ['PNG with a palette', () => drawn(250, 200).png({ palette: true, colours: 4 }).toBuffer(), (colours) => colours, 14],
  ['PNG of 16 bits', () => drawn(250, 200).toColourspace('rgb16').png().toBuffer(), (colours) => colours, 14],
  ['interlaced PNG', () => drawn(250, 200).png({ progressive: true }).toBuffer(), (colours) => colours, 14],
  ['grey PNG', () => drawn(250, 200).greyscale().png().toBuffer(), shadesOf, 60],
  ['WebP', () => drawn(250, 200).webp({ quality: 95 }).toBuffer(), (colours) => colours, 14],
  ['WebP without loss', () => drawn(250, 200).webp({ lossless: true }).toBuffer(), (colours) => colours, 14],
  ['animated WebP', () => animated('webp', 250, 200), (colours) => colours, 14],
  ['GIF', () => drawn(250, 200).gif().toBuffer(), (colours) => colours, 14],
  ['animated GIF', () => animated('gif', 250, 200), (colours) => colours, 14],
];

const { small, thumb } = renditionSizes;
const { topLeft: a, topRight: b, bottomLeft: c, bottomRight: d } = quarters;

const corner = { left: 160, top: 120, width: 160, height: 120 };

function cornerWebp(): Buffer {
  const { left, top, width, height } = corner;
  const head = Buffer.alloc(16);
  for (const [index, value] of [left / 2, top / 2, width - 1, height - 1, 100].entries()) {
    head.writeUIntLE(value, 3 * index, 3);
  }
  const frame = Buffer.concat([head, losslessChunk({ width, height, colour: [220, 30, 30, 255] })]);
  const chunks = [webpChunk('ANIM', Buffer.alloc(6)), webpChunk('ANMF', frame)];
  return extendedWebp({ width: 320, height: 240 }, webpFlags.animation | webpFlags.alpha, chunks);
}

/** What both engines get is drawn once. */
const drawnOnce = new Map<string, Promise<Buffer>>();
function once(name: string, draw: () => Promise<Buffer>): Promise<Buffer> {
  const file = drawnOnce.get(name) ?? draw();
  drawnOnce.set(name, file);
  return file;
}

describe.each(engines)('the engine $name', ({ make, formats }) => {
  let engine: ClosableEngine;
  beforeAll(() => {
    engine = make();
  });
  afterAll(() => engine.close());

  it.each(kinds)('takes a %s and keeps its colours', async (kind, file, expected, tolerance) => {
    const found = await rendered(engine, await once(kind, file));
    for (const { name, width, height } of Object.values(found.files)) {
      expect([name, width, height]).toEqual(name === 'thumb' ? [name, thumb, thumb] : [name, 250, 200]);
    }
    for (const { bytes } of Object.values(found.files)) {
      expectAbout(await coloursOf(bytes), expected(quarters), tolerance);
    }
  });

  it('makes every rendition in every format, in its true size and without metadata', async () => {
    const { files } = await rendered(engine, withExifOrientation(await drawnJpeg(1700, 1275), 6));
    const within = (limit: number) => [Math.min(limit, 1275), Math.round((Math.min(limit, 1275) * 1700) / 1275)];
    const { large, medium } = renditionSizes;
    const sizes = { large: within(large), medium: within(medium), small: within(small), thumb: [thumb, thumb] };
    expect(Object.keys(files)).toHaveLength(4 * formats.length);
    for (const { name, format, width, height, bytes } of Object.values(files)) {
      const found = await sharp(bytes).metadata();
      expect([width, height]).toEqual(sizes[name]);
      expect([found.width, found.height]).toEqual(sizes[name]);
      expect(format === 'avif' ? found.compression : found.format).toBe(format === 'avif' ? 'av1' : format);
      expect([found.orientation, found.exif, found.icc, found.xmp]).toEqual([
        undefined,
        undefined,
        undefined,
        undefined,
      ]);
    }
  });

  // Which stored quarter is seen in each upright quarter, reading along the rows (EXIF 2.3, 4.6.4 A).
  const seen = { 1: [a, b, c, d], 2: [b, a, d, c], 3: [d, c, b, a], 4: [c, d, a, b] } as const;
  const seenTurned = { 5: [a, c, b, d], 6: [c, a, d, b], 7: [d, b, c, a], 8: [b, d, a, c] } as const;

  it.each([1, 2, 3, 4, 5, 6, 7, 8] as const)('turns a photo of orientation %i upright', async (orientation) => {
    const found = await rendered(engine, await drawnJpeg(420, 315, orientation));
    const [topLeft, topRight, bottomLeft, bottomRight] = { ...seen, ...seenTurned }[orientation];
    const expected = { topLeft, topRight, bottomLeft, bottomRight };
    const { width, height } = fileNamed(found, 'small.jpg');
    expect([width, height]).toEqual(orientation >= 5 ? [315, 420] : [small, (small * 3) / 4]);
    expectAbout(await coloursOf(fileNamed(found, 'small.jpg').bytes), expected);
    expectAbout(await coloursOf(fileNamed(found, 'thumb.webp').bytes), expected);
  });

  it('turns a WebP and a PNG upright by their EXIF as well', async () => {
    const expected = { topLeft: d, topRight: c, bottomLeft: b, bottomRight: a };
    for (const type of ['webp', 'png'] as const) {
      const file = await drawn(300, 200).toFormat(type).withMetadata({ orientation: 3 }).toBuffer();
      expectAbout(await coloursOf(fileNamed(await rendered(engine, file), 'large.jpg').bytes), expected);
    }
  });

  it.each(['png', 'webp'] as const)('keeps the transparency of a %s, but lays it on white for JPEG', async (type) => {
    const found = await rendered(engine, await drawn(300, 200, true).toFormat(type, { quality: 95 }).toBuffer());
    const half = (colour: readonly number[]) => [...colour, 128];
    const whitened = (colour: readonly number[]) => [...colour.map((value) => (value + 255) / 2), 255];
    for (const name of Object.keys(found.files)) {
      const jpeg = name.endsWith('.jpg');
      expectAbout(
        await coloursOf(fileNamed(found, name).bytes),
        {
          topLeft: [...a, 255],
          topRight: [...b, 255],
          bottomLeft: jpeg ? whitened(c) : half(c),
          bottomRight: jpeg ? whitened(d) : half(d),
        },
        24,
      );
    }
  });

  it('makes a placeholder of tens of bytes with the shape and the colours of the whole picture', async () => {
    const { placeholder } = await rendered(engine, await drawnJpeg(800, 400));
    const { thumbHashToApproximateAspectRatio, thumbHashToAverageRGBA } = await import('thumbhash');
    const hash = Buffer.from(placeholder, 'base64');
    expect(hash.length).toBeLessThan(40);
    expect(thumbHashToApproximateAspectRatio(hash)).toBeCloseTo(2, 0);
    const { r, g, b: blue } = thumbHashToAverageRGBA(hash);
    const mean = [0, 1, 2].map((at) => Object.values(quarters).reduce((sum, one) => sum + (one[at] ?? 0), 0) / 4 / 255);
    for (const [at, value] of [r, g, blue].entries()) expect(Math.abs(value - (mean[at] ?? 0))).toBeLessThan(0.05);
  });

  it('gives the same bytes each time', async () => {
    const photo = await drawnJpeg(420, 315, 3);
    expect(await render(engine, photo)).toEqual(await render(engine, photo));
  });

  it('enlarges nothing', async () => {
    const { files } = await rendered(engine, await drawnJpeg(120, 90));
    expect(Object.values(files).every(({ width }) => width === 120 || width === 90)).toBe(true);
    expect(files['large.jpg']?.bytes).toEqual(files['small.jpg']?.bytes);
  });

  it.each([
    [1, 1],
    [1, 20_000],
    [20_000, 1],
  ])('takes a picture of %i × %i', async (width, height) => {
    const { files } = await rendered(engine, await drawn(width, height).png().toBuffer());
    expect(Object.keys(files)).toHaveLength(4 * formats.length);
  });

  it('makes the thumb of an extreme shape from where there are enough pixels', async () => {
    const found = await rendered(engine, await drawnJpeg(2000, 210, 6));
    expect(fileNamed(found, 'large.jpg')).toMatchObject({ width: 210, height: 2000 });
    expect(fileNamed(found, 'thumb.jpg')).toMatchObject({ width: thumb, height: thumb });
  });

  // Adobe stores inks inverted: 255 is none. Without a profile, they are shown as they look in print on coated paper.
  const patches: [string, number[], printed: number[]][] = [
    ['cyan', [0, 255, 255, 255], [0, 160, 225]],
    ['magenta', [255, 0, 255, 255], [230, 0, 125]],
    ['yellow', [255, 255, 0, 255], [255, 240, 0]],
    ['black', [255, 255, 255, 0], [20, 15, 15]],
    ['paper', [255, 255, 255, 255], [255, 255, 255]],
  ];
  const patched = (colour: number[], adobeTransform?: 0 | 2) =>
    render(
      engine,
      makeFlatJpeg({ width: 64, height: 48, colour, ...(adobeTransform !== undefined && { adobeTransform }) }),
    );
  const shownAs = async (verdict: Awaited<ReturnType<typeof render>>) => {
    if (!verdict.ok) throw new Error(verdict.detail);
    const { topLeft } = await coloursOf(verdict.value.files[0]?.bytes ?? new Uint8Array());
    return topLeft.slice(0, 3);
  };

  it.each(patches)('shows the ink %s of a CMYK JPEG as what it is', async (_ink, colour, printed) => {
    const shown = await shownAs(await patched(colour, 0));
    const differences = printed.map((value, at) => Math.abs(value - (shown[at] ?? Number.NaN)));
    if (!differences.every((difference) => difference <= 30)) throw new Error(`It is ${shown}, not ${printed}.`);
  });

  it('shows the same of a YCCK JPEG', async () => {
    // The colours that are the opposite of cyan, in YCbCr.
    const [shown, asCmyk] = [await patched([76, 85, 255, 255], 2), await patched([0, 255, 255, 255], 0)];
    const [one, other] = [await shownAs(shown), await shownAs(asCmyk)];
    for (const [at, value] of one.entries()) expect(Math.abs(value - (other[at] ?? Number.NaN))).toBeLessThan(14);
  });

  it.each(patches)(
    'takes the ink %s of a CMYK JPEG without a marker for what Adobe means by it',
    async (_ink, colour) => {
      expect(await shownAs(await patched(colour))).toEqual(await shownAs(await patched(colour, 0)));
    },
  );

  it('lays a small first frame of an animated WebP where it belongs on its canvas', async () => {
    const shown = await coloursOf(fileNamed(await rendered(engine, cornerWebp()), 'large.jpg').bytes);
    const white = [255, 255, 255];
    expectAbout(shown, { topLeft: white, topRight: white, bottomLeft: white, bottomRight: [220, 30, 30] });
  });

  it('keeps the canvas of an animated WebP transparent where its first frame does not lie', async () => {
    const shown = await coloursOf(fileNamed(await rendered(engine, cornerWebp()), 'large.webp').bytes);
    const { topLeft, topRight, bottomLeft, bottomRight } = shown;
    expect([topLeft[3], topRight[3], bottomLeft[3], bottomRight[3]]).toEqual([0, 0, 0, 255]);
  });

  it('lays a small first frame of a GIF where it belongs, and leaves the rest of the canvas transparent', async () => {
    const frame = { left: 160, top: 120, width: 160, height: 120 };
    const { files } = await rendered(engine, makeFlatGif({ width: 320, height: 240, frames: [frame] }));
    const { topLeft, topRight, bottomLeft, bottomRight } = await coloursOf(files['large.webp']?.bytes ?? Buffer.of());
    expect([topLeft[3], topRight[3], bottomLeft[3], bottomRight[3]]).toEqual([0, 0, 0, 255]);
    for (const [at, value] of [220, 30, 30].entries()) {
      expect(Math.abs((bottomRight[at] ?? Number.NaN) - value)).toBeLessThan(14);
    }
  });

  const half = (file: Buffer) => file.subarray(0, file.length >> 1);
  const flipped = (file: Buffer) => {
    const at = file.length >> 1;
    return Buffer.concat([file.subarray(0, at), Buffer.from([(file[at] ?? 0) ^ 0xff]), file.subarray(at + 1)]);
  };
  const enlarged = (file: Buffer) => {
    file.writeUInt16BE(5000, file.indexOf(Buffer.from([0xff, 0xc0])) + 5);
    return file;
  };
  const damages: [string, () => Promise<Buffer>][] = [
    ['JPEG cut off in the middle', async () => half(await drawnJpeg(300, 200))],
    ['JPEG cut off a few pixels before its end', async () => (await drawnJpeg(300, 200)).subarray(0, -12)],
    ['JPEG that is larger in its header than in its data', async () => enlarged(await drawnJpeg(300, 200))],
    [
      'CMYK JPEG cut off in the middle',
      async () => half(await drawn(300, 200).toColourspace('cmyk').jpeg().toBuffer()),
    ],
    ['PNG cut off in the middle', async () => half(await drawn(300, 200).png().toBuffer())],
    ['PNG with a wrong sum', async () => flipped(await drawn(300, 200).png().toBuffer())],
    ['WebP cut off in the middle', async () => half(await drawn(300, 200).webp().toBuffer())],
    ['animated WebP cut off in the middle', async () => half(await animated('webp', 300, 200))],
    ['GIF cut off in the middle', async () => half(await drawn(300, 200).gif().toBuffer())],
    [
      'GIF whose codes end too early',
      async () => makeFlatGif({ width: 300, height: 200, frames: [{ width: 300, height: 200, pixels: 59_999 }] }),
    ],
  ];

  it.each(damages)('refuses a %s as corrupt', async (name, file) => {
    const verdict = await render(engine, await once(name, file));
    expect(verdict).toEqual({ ok: false, code: 'PICTURE.CORRUPT', detail: expect.any(String) });
  });

  it('goes on as before after damaged files', async () => {
    const photo = await drawnJpeg(300, 200);
    const before = await rendered(engine, photo);
    await Promise.all(damages.map(async ([name, file]) => render(engine, await once(name, file))));
    expect(await rendered(engine, photo)).toEqual(before);
  });

  it.each<[string, () => Promise<Buffer>]>([
    ['no end mark', async () => (await drawnJpeg(300, 200)).subarray(0, -2)],
    ['stray bytes at its end', async () => Buffer.concat([await drawnJpeg(300, 200), Buffer.from('stray bytes')])],
    ['interlaced rows byte by byte', async () => makeInterlacedPng({ width: 8, height: 8 })],
    [
      'a hundred thousand times the data of its rows',
      async () => makeInterlacedPng({ width: 8, height: 8 }, 30_000_000),
    ],
    [
      'a faulty chunk that its pixels do not need',
      async () => withChunk(await drawn(30, 20).png().toBuffer(), 'gAMA', Buffer.alloc(0)),
    ],
  ])('takes a picture with %s', async (_name, file) => {
    expect(await render(engine, await file())).toMatchObject({ ok: true });
  });

  it('leaves the event loop free while it paints, many pictures a few at a time', async () => {
    const photo = await drawnJpeg(1000, 700);
    let ticks = 0;
    const timer = setInterval(() => ticks++, 10);
    const begin = Date.now();
    const results = await Promise.all(Array.from({ length: 4 }, () => render(engine, photo)));
    clearInterval(timer);
    expect(results.every(({ ok }) => ok)).toBe(true);
    expect(ticks).toBeGreaterThan((Date.now() - begin) / 10 / 4);
  });
});
