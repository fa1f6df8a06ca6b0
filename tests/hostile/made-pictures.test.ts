// The table of made files through both engines: their verdicts are the same, and what they paint looks like what an independent
// converter makes of it.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { rgbProfile } from '../helpers/icc-profiles';
import { describeWithImageMagick, imageMagick } from '../helpers/image-magick';
import { jpegOf, smoothSamples } from '../helpers/made-pictures';
import { psnr } from '../helpers/psnr';
import { type ClosableEngine, engines, fileNamed, render, rendered } from '../integration/pictures/picture-engines';
import { type MadeCase, madeCases } from './cases/made-cases';

const leastPsnr = 34;
const leastPsnrOfInks = 30;

/** What turns a picture upright, by its EXIF orientation (EXIF 2.3, 4.6.4 A). */
const turns: Record<number, string[]> = {
  2: ['-flop'],
  3: ['-rotate', '180'],
  4: ['-flip'],
  5: ['-transpose'],
  6: ['-rotate', '90'],
  7: ['-transverse'],
  8: ['-rotate', '270'],
};

describeWithImageMagick('made files', () => {
  let folder: string;
  const sources = new Map<string, Promise<{ source: Buffer; reference: Buffer }>>();

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'cartwright-made-'));
    writeFileSync(join(folder, 'srgb.icc'), rgbProfile('sRGB'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Both engines get the same file. */
  const made = (one: MadeCase) => {
    const known = sources.get(one.name) ?? make(one);
    sources.set(one.name, known);
    return known;
  };

  async function make({ picture, change, orientation = 1, verdict }: MadeCase) {
    const original = await picture();
    const source = change ? await change(original) : original;
    const turn = turns[orientation] ? [...turns[orientation], '+repage'] : [];
    const opaque = ['-background', 'white', '-flatten', '-type', 'TrueColor', '-depth', '8', 'rgb:-'];
    const toSrgb = ['-profile', join(folder, 'srgb.icc'), '-colorspace', 'sRGB'];
    const reference = verdict === 'ready' ? imageMagick(['-', ...toSrgb, ...turn, ...opaque], original) : Buffer.of();
    return { source, reference };
  }

  it.each([
    ['much', 1],
    ['little', 0.2],
  ])('CMYK with %s black and without a profile looks alike by both engines', async (_how, share) => {
    const inks = smoothSamples(320, 240, 4);
    const source = await jpegOf({
      ...inks,
      values: inks.values.map((value, at) => (at % 4 === 3 ? value * share : value)),
    });
    const pixels = engines.map(async ({ make }) => {
      const engine = make();
      const { bytes } = fileNamed(await rendered(engine, source), 'large.jpg');
      await engine.close();
      return sharp(bytes).raw().toBuffer();
    });
    const [jimp = Buffer.of(), libvips = Buffer.of()] = await Promise.all(pixels);
    expect(psnr(jimp, libvips)).toBeGreaterThanOrEqual(leastPsnrOfInks);
  });

  describe.each(engines)('by the engine $name', ({ make }) => {
    let engine: ClosableEngine;
    beforeAll(() => {
      engine = make();
    });
    afterAll(() => engine.close());

    it.each(madeCases)('$name: $verdict', async (one) => {
      const { source, reference } = await made(one);
      if (one.verdict === 'corrupt') {
        expect(await render(engine, source)).toMatchObject({ ok: false, code: 'PICTURE.CORRUPT' });
        return;
      }
      const { bytes } = fileNamed(await rendered(engine, source), 'large.jpg');
      const found = await sharp(bytes).toColourspace('srgb').raw().toBuffer();
      const decibels = psnr(found, reference);
      if (!(decibels >= leastPsnr)) throw new Error(`${decibels.toFixed(1)} dB, at least ${leastPsnr} is asked for.`);
    });
  });
});
