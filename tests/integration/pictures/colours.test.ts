// Embedded profiles are honoured: what both engines make of pictures in other colour spaces, compared with ImageMagick.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { cmykProfile, greyProfile, type RgbSpaceName, rgbProfile } from '../../helpers/icc-profiles';
import { describeWithImageMagick, imageMagick } from '../../helpers/image-magick';
import { jpegOf, pngOf, smoothSamples, webpOf } from '../../helpers/made-pictures';
import { psnr } from '../../helpers/psnr';
import { type ClosableEngine, engines, fileNamed, rendered } from './picture-engines';

const [width, height] = [320, 240];
const rgb = smoothSamples(width, height, 3);
const rgba = smoothSamples(width, height, 4);
const grey = smoothSamples(width, height, 1);
const leastPsnr = 34;

interface MadeFile {
  name: string;
  file: () => Promise<Buffer> | Buffer;
}

const wideSpaces: RgbSpaceName[] = ['Display P3', 'Adobe RGB', 'ProPhoto', 'Generic RGB'];
const files: MadeFile[] = [
  ...wideSpaces.flatMap((space) => [
    { name: `JPEG in ${space}`, file: () => jpegOf(rgb, rgbProfile(space)) },
    { name: `PNG of 8 bits in ${space}`, file: () => pngOf(rgb, 8, rgbProfile(space)) },
    { name: `PNG of 16 bits in ${space}`, file: () => pngOf(rgb, 16, rgbProfile(space)) },
    { name: `WebP in ${space}`, file: () => webpOf(rgb, rgbProfile(space)) },
  ]),
  { name: 'grey JPEG with gamma 1.2', file: () => jpegOf(grey, greyProfile(1.2)) },
  { name: 'grey PNG of 8 bits with gamma 1.8', file: () => pngOf(grey, 8, greyProfile(1.8)) },
  { name: 'grey PNG of 16 bits with gamma 1.2', file: () => pngOf(grey, 16, greyProfile(1.2)) },
  { name: 'CMYK JPEG with the profile of a press', file: () => jpegOf(rgba, cmykProfile()) },
  { name: 'PNG of 8 bits in sRGB', file: () => pngOf(rgb, 8, rgbProfile('sRGB')) },
  { name: 'PNG of 16 bits in sRGB', file: () => pngOf(rgb, 16, rgbProfile('sRGB')) },
  { name: 'PNG of 16 bits without a profile', file: () => pngOf(rgb, 16) },
  { name: 'grey PNG of 16 bits without a profile', file: () => pngOf(grey, 16) },
];

describeWithImageMagick('the colours of', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'cartwright-colours-'));
    writeFileSync(join(folder, 'srgb.icc'), rgbProfile('sRGB'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const converted = (file: Buffer) =>
    imageMagick(['-', '-profile', join(folder, 'srgb.icc'), '-colorspace', 'sRGB', '-depth', '8', 'rgb:-'], file);

  describe.each(engines)('a picture, by the engine $name', ({ make }) => {
    let engine: ClosableEngine;
    beforeAll(() => {
      engine = make();
    });
    afterAll(() => engine.close());

    it.each(files)('$name come out like those of an independent conversion', async ({ file }) => {
      const source = await file();
      const { bytes } = fileNamed(await rendered(engine, source), 'large.jpg');
      const found = await sharp(bytes).removeAlpha().toColourspace('srgb').raw().toBuffer();
      const decibels = psnr(found, converted(source));
      if (!(decibels >= leastPsnr)) throw new Error(`${decibels.toFixed(1)} dB, at least ${leastPsnr} is asked for.`);
    });
  });
});
