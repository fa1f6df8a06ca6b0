// The engine in its worker threads, on real files: sizes, orientation, damage, and the time limit.
// The worker is what the build made of src/adapters/jimp-worker.ts.

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { defaultFormats } from 'jimp';
import { type JimpEngine, makeJimpEngine } from '../../../src/adapters/jimp-engine';
import { inspect } from '../../../src/pictures/inspection';
import { readJpegHeader } from '../../../src/pictures/jpeg-header';
import { planRenditions, type RenderedFile } from '../../../src/pictures/renditions';
import { makeJpeg, makePng, quarters } from '../../helpers/jpeg';
import { interlacedPng, withChunk } from '../../helpers/png-bytes';

const workerFile = resolve('dist/src/adapters/jimp-worker.js');

let engine: JimpEngine;
beforeAll(() => {
  if (!existsSync(workerFile)) throw new Error(`There is no ${workerFile}: npm run build makes it.`);
  engine = makeJimpEngine({ workerFile });
});
afterAll(() => engine.close());

function render(file: Uint8Array, by: JimpEngine = engine) {
  const inspected = inspect(file);
  if (!inspected.ok) throw new Error(inspected.detail);
  const { upright, ...header } = inspected.value;
  return by.render({ ...header, source: Uint8Array.from(file), plan: planRenditions(upright.width, upright.height) });
}

async function rendered(file: Uint8Array): Promise<Record<string, RenderedFile>> {
  const result = await render(file);
  if (!result.ok) throw new Error(result.detail);
  return Object.fromEntries(result.value.files.map((one) => [one.name, one]));
}

type Colours = Record<keyof typeof quarters, readonly number[]>;

/** [red, green, blue] in the middle of each quarter, decoded with another codec than the engine's. */
async function coloursOf(file: RenderedFile | undefined): Promise<Colours> {
  const codec = defaultFormats.map((format) => format()).find(({ mime }) => mime === 'image/jpeg');
  if (!codec || !file) throw new Error('There is no JPEG to decode.');
  const { width, height, data } = await codec.decode(Buffer.from(file.bytes));
  expect([width, height]).toEqual([file.width, file.height]);
  const at = (x: number, y: number) => {
    const pixel = (Math.floor(y * height) * width + Math.floor(x * width)) * 4;
    return [...data.subarray(pixel, pixel + 3)];
  };
  return {
    topLeft: at(0.25, 0.25),
    topRight: at(0.75, 0.25),
    bottomLeft: at(0.25, 0.75),
    bottomRight: at(0.75, 0.75),
  };
}

/** JPEG changes colours a little. */
function expectAbout(found: Colours, expected: Colours): void {
  for (const quarter of Object.keys(expected) as (keyof Colours)[]) {
    for (const [channel, value] of expected[quarter].entries()) {
      expect(Math.abs((found[quarter][channel] ?? Number.NaN) - value)).toBeLessThan(12);
    }
  }
}

describe('a JPEG', () => {
  it('becomes four renditions of the planned sizes, without metadata and upright', async () => {
    const files = await rendered(await makeJpeg({ width: 1800, height: 1200, orientation: 6 }));
    const sizes = Object.values(files).map(({ name, width, height }) => `${name} ${width}×${height}`);
    expect(sizes).toEqual(['large 1200×1800', 'medium 800×1200', 'small 400×600', 'thumb 200×200']);
    for (const { bytes, width, height } of Object.values(files)) {
      expect(readJpegHeader(bytes)).toEqual({ ok: true, value: { type: 'jpeg', width, height, orientation: 1 } });
      expect(Buffer.from(bytes).includes('Exif')).toBe(false);
    }
  });

  // Which stored quarter is seen in each upright quarter, reading along the rows (EXIF 2.3, 4.6.4 A).
  const { topLeft: a, topRight: b, bottomLeft: c, bottomRight: d } = quarters;
  const seen = { 1: [a, b, c, d], 2: [b, a, d, c], 3: [d, c, b, a], 4: [c, d, a, b] } as const;
  const seenTurned = { 5: [a, c, b, d], 6: [c, a, d, b], 7: [d, b, c, a], 8: [b, d, a, c] } as const;

  it.each([1, 2, 3, 4, 5, 6, 7, 8] as const)('of orientation %i is turned upright', async (orientation) => {
    const files = await rendered(await makeJpeg({ width: 600, height: 450, orientation }));
    const [topLeft, topRight, bottomLeft, bottomRight] = { ...seen, ...seenTurned }[orientation];
    const expected = { topLeft, topRight, bottomLeft, bottomRight };
    expect(files.small?.height).toBe(orientation >= 5 ? 533 : 300);
    expectAbout(await coloursOf(files.small), expected);
    expectAbout(await coloursOf(files.thumb), expected);
  });

  it('gives the same bytes each time', async () => {
    const photo = await makeJpeg({ width: 640, height: 480, orientation: 3 });
    expect(await rendered(photo)).toEqual(await rendered(photo));
  });

  it('that is small is not enlarged', async () => {
    const files = await rendered(await makeJpeg({ width: 120, height: 90 }));
    const sizes = Object.values(files).map(({ name, width, height }) => `${name} ${width}×${height}`);
    expect(sizes).toEqual(['large 120×90', 'medium 120×90', 'small 120×90', 'thumb 90×90']);
    expect(files.large?.bytes).toEqual(files.small?.bytes);
  });

  it('of one pixel works as well', async () => {
    expect(Object.values(await rendered(await makeJpeg({ width: 1, height: 1 })))).toHaveLength(4);
  });

  it('of an extreme shape gets its thumb from where there are enough pixels', async () => {
    const files = await rendered(await makeJpeg({ width: 2000, height: 210, orientation: 6 }));
    expect(files.large).toMatchObject({ width: 210, height: 2000 });
    expect(files.thumb).toMatchObject({ width: 200, height: 200 });
  });
});

describe('a PNG', () => {
  it('becomes JPEGs of the same colours', async () => {
    const files = await rendered(await makePng({ width: 500, height: 250 }));
    expect(files.medium).toMatchObject({ width: 500, height: 250 });
    expectAbout(await coloursOf(files.large), quarters);
  });

  it('is laid on white where it is transparent', async () => {
    const clear = [220, 30, 30, 0];
    const codec = defaultFormats.map((format) => format()).find(({ mime }) => mime === 'image/png');
    const data = Buffer.alloc(64 * 64 * 4, Buffer.from(clear));
    const png = await codec?.encode({ data, width: 64, height: 64 });
    const files = await rendered(Buffer.from(png ?? []));
    const white = [255, 255, 255];
    const expected = { topLeft: white, topRight: white, bottomLeft: white, bottomRight: white };
    expectAbout(await coloursOf(files.large), expected);
  });
});

describe('a damaged picture', () => {
  const damages: [string, () => Promise<Buffer>][] = [
    ['cut off in the middle', async () => half(await makeJpeg({ width: 300, height: 200 }))],
    ['cut off just before its end', async () => (await makeJpeg({ width: 300, height: 200 })).subarray(0, -2)],
    ['without its tables', async () => without(await makeJpeg({ width: 300, height: 200 }), 0xdb)],
    [
      'that is larger in its header than in its data',
      async () => enlarged(await makeJpeg({ width: 300, height: 200 })),
    ],
    ['that is a PNG cut off in the middle', async () => half(await makePng({ width: 300, height: 200 }))],
    ['that is a PNG with a wrong checksum', async () => flipped(await makePng({ width: 300, height: 200 }))],
    [
      'that is a PNG with a chunk too short to be read',
      async () => withChunk(await makePng({ width: 300, height: 200 }), 'gAMA', Buffer.alloc(0)),
    ],
    ['that is an interlaced PNG with more data than its picture', async () => interlacedPng(30_000_000)],
  ];

  it.each(damages)('%s is refused as corrupt', async (_name, file) => {
    expect(await render(await file())).toEqual({ ok: false, code: 'PICTURE.CORRUPT', detail: expect.any(String) });
  });

  it('is not one that is interlaced', async () => {
    expect((await render(interlacedPng())).ok).toBe(true);
  });

  it('does not spoil the next one', async () => {
    const photo = await makeJpeg({ width: 300, height: 200 });
    const before = await rendered(photo);
    await Promise.all(damages.map(async ([, file]) => render(await file())));
    expect(await rendered(photo)).toEqual(before);
  });

  it('is not one that has stray bytes at its end', async () => {
    const photo = await makeJpeg({ width: 300, height: 200 });
    expect((await render(Buffer.concat([photo, Buffer.from('stray bytes')]))).ok).toBe(true);
  });

  const half = (file: Buffer) => file.subarray(0, file.length >> 1);
  const without = (file: Buffer, code: number) => {
    file[file.indexOf(Buffer.from([0xff, code])) + 1] = 0xfe;
    return file;
  };
  const enlarged = (file: Buffer) => {
    file.writeUInt16BE(5000, file.indexOf(Buffer.from([0xff, 0xc0])) + 5);
    return file;
  };
  const flipped = (file: Buffer) => {
    const at = file.length >> 1;
    file[at] = (file[at] ?? 0) ^ 0xff;
    return file;
  };
});

describe('the engine', () => {
  it('leaves the event loop free while it paints', async () => {
    const photo = await makeJpeg({ width: 1800, height: 1200 });
    let ticks = 0;
    const timer = setInterval(() => ticks++, 10);
    const before = Date.now();
    await render(photo);
    clearInterval(timer);
    expect(ticks).toBeGreaterThan((Date.now() - before) / 10 / 4);
  });

  it('ends a rendering that takes too long, and goes on with the next', async () => {
    const hasty = makeJimpEngine({ workerFile, timeoutMs: 150 });
    const patient = makeJimpEngine({ workerFile });
    const photo = await makeJpeg({ width: 1800, height: 1200 });
    await expect(render(photo, hasty)).rejects.toThrow('A picture of 1800 × 1200 took longer than 150 ms.');
    await expect(render(photo, hasty)).rejects.toThrow('took longer');
    expect((await render(photo, patient)).ok).toBe(true);
    await Promise.all([hasty.close(), patient.close()]);
  });

  it('paints many pictures, a few at a time', async () => {
    const photo = await makeJpeg({ width: 300, height: 200 });
    const results = await Promise.all(Array.from({ length: 12 }, () => render(photo)));
    expect(results.every(({ ok }) => ok)).toBe(true);
  });
});
