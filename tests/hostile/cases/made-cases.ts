// The table of made files: kinds of pictures × damage × profile × orientation. Both engines have to come to the verdict beside
// each, and what is rendered has to look like ImageMagick's conversion of the same file without damage and orientation.

import { withExifOrientation } from '../../../scripts/demo-photo';
import { cmykProfile, greyProfile, type RgbSpaceName, rgbProfile } from '../../helpers/icc-profiles';
import {
  gifOf,
  jpegOf,
  palettePngOf,
  pngOf,
  progressiveJpegOf,
  smoothSamples,
  webpOf,
} from '../../helpers/made-pictures';
import { cutOff, flippedAt } from '../files/damage';
import { withChunk } from '../files/png';
import { framesOf, withWebpExif } from '../files/webp';

type Made = Buffer | Promise<Buffer>;
type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

export interface MadeCase {
  name: string;
  /** The picture without damage, and without an orientation that the reference would have to know. */
  picture: () => Made;
  /** What is done to it; nothing when absent. */
  change?: (file: Buffer) => Made;
  orientation?: Orientation;
  verdict: 'ready' | 'corrupt';
}

const size = [320, 240] as const;
const rgb = smoothSamples(...size, 3);
const rgba = smoothSamples(...size, 4);
const grey = smoothSamples(...size, 1);
const greyAlpha = smoothSamples(...size, 2);

const ready = (name: string, picture: MadeCase['picture'], change?: MadeCase['change']): MadeCase => ({
  name,
  picture,
  ...(change && { change }),
  verdict: 'ready',
});
const corrupt = (name: string, picture: MadeCase['picture'], change: (file: Buffer) => Made): MadeCase => ({
  name,
  picture,
  change,
  verdict: 'corrupt',
});
const turned = (orientation: Orientation, one: MadeCase): MadeCase => ({ ...one, orientation });

const spaces: RgbSpaceName[] = ['Display P3', 'Adobe RGB', 'ProPhoto', 'Generic RGB', 'sRGB'];
const p3 = () => rgbProfile('Display P3');

const profiles: MadeCase[] = [
  ...spaces.flatMap((space) => [
    ready(`JPEG in ${space}`, () => jpegOf(rgb, rgbProfile(space))),
    ready(`PNG of 8 bits in ${space}`, () => pngOf(rgb, 8, rgbProfile(space))),
    ready(`PNG of 16 bits in ${space}`, () => pngOf(rgb, 16, rgbProfile(space))),
    ready(`WebP in ${space}`, () => webpOf(rgb, rgbProfile(space))),
  ]),
  ready('grey JPEG with gamma 1.2', () => jpegOf(grey, greyProfile(1.2))),
  ready('grey PNG of 8 bits with gamma 1.8', () => pngOf(grey, 8, greyProfile(1.8))),
  ready('grey PNG of 16 bits with gamma 1.2', () => pngOf(grey, 16, greyProfile(1.2))),
  ready('grey PNG of 16 bits with alpha and gamma 1.2', () => pngOf(greyAlpha, 16, greyProfile(1.2))),
  ready('CMYK JPEG with the profile of a press', () => jpegOf(rgba, cmykProfile())),
  ready('PNG of 16 bits with alpha in Display P3', () => pngOf(rgba, 16, p3())),
  ready('PNG of 16 bits without a profile', () => pngOf(rgb, 16)),
  ready('grey PNG of 16 bits without a profile', () => pngOf(grey, 16)),
  ready(
    'colour PNG with a grey profile',
    () => pngOf(rgb, 8),
    (file) => withChunk(file, 'iCCP', iccBody(greyProfile(3))),
  ),
  ready(
    'grey PNG with a colour profile',
    () => pngOf(grey, 8),
    (file) => withChunk(file, 'iCCP', iccBody(p3())),
  ),
];

const orientations: MadeCase[] = [
  turned(
    6,
    ready(
      'JPEG in Display P3, turned',
      () => jpegOf(rgb, p3()),
      (file) => withExifOrientation(file, 6),
    ),
  ),
  turned(
    5,
    ready(
      'progressive JPEG, mirrored and turned',
      () => progressiveJpegOf(rgb),
      (file) => withExifOrientation(file, 5),
    ),
  ),
  turned(
    8,
    ready(
      'JPEG whose EXIF comes behind its size',
      () => jpegOf(rgb),
      (file) => exifBehindSize(withExifOrientation(file, 8)),
    ),
  ),
  turned(
    3,
    ready(
      'WebP in Adobe RGB, upside down',
      () => webpOf(rgb, rgbProfile('Adobe RGB')),
      (file) => withWebpExif(file, exifOf(3)),
    ),
  ),
  turned(
    7,
    ready(
      'PNG of 16 bits in ProPhoto, mirrored and turned',
      () => pngOf(rgb, 16, rgbProfile('ProPhoto')),
      (file) => withChunk(file, 'eXIf', exifOf(7)),
    ),
  ),
];

const strayBytes = Buffer.from([0x12, 0x34, 0x56]);
const damagedJpegs: MadeCase[] = [
  ready('JPEG with stray bytes behind a segment', () => jpegOf(rgb), withStrayBytes),
  corrupt(
    'JPEG with stray bytes behind a segment, cut off in the middle',
    () => jpegOf(rgb),
    (file) => cutOff(withStrayBytes(file), 0.5),
  ),
  corrupt(
    'JPEG cut off in the middle',
    () => jpegOf(rgb),
    (file) => cutOff(file, 0.5),
  ),
  corrupt(
    'grey JPEG cut off near its end',
    () => jpegOf(grey),
    (file) => cutOff(file, 0.9),
  ),
  ready(
    'JPEG without an end mark',
    () => jpegOf(rgb),
    (file) => file.subarray(0, -2),
  ),
  ready(
    'progressive JPEG without an end mark',
    () => progressiveJpegOf(rgb),
    (file) => file.subarray(0, -2),
  ),
  ready(
    'JPEG with stray bytes and without an end mark',
    () => jpegOf(rgb),
    (file) => withStrayBytes(file).subarray(0, -2),
  ),
  corrupt(
    'progressive JPEG cut off in the middle',
    () => progressiveJpegOf(rgb),
    (file) => cutOff(file, 0.5),
  ),
  corrupt(
    'progressive JPEG with stray bytes, cut off in the middle',
    () => progressiveJpegOf(rgb),
    (file) => cutOff(withStrayBytes(file), 0.5),
  ),
  corrupt(
    'progressive JPEG cut off between two scans',
    () => progressiveJpegOf(rgb),
    (file) => file.subarray(0, file.lastIndexOf(Buffer.from([0xff, 0xda]))),
  ),
  ready(
    'JPEG with zeros behind its pixels',
    () => jpegOf(rgb),
    (file) => Buffer.concat([file.subarray(0, -2), Buffer.alloc(500), file.subarray(-2)]),
  ),
  ready(
    'JPEG with a page behind its end',
    () => jpegOf(rgb),
    (file) => Buffer.concat([file, Buffer.from('<html></html>')]),
  ),
  ready('CMYK JPEG with stray bytes and a profile', () => jpegOf(rgba, cmykProfile()), withStrayBytes),
  corrupt(
    'CMYK JPEG with stray bytes, cut off in the middle',
    () => jpegOf(rgba, cmykProfile()),
    (file) => cutOff(withStrayBytes(file), 0.7),
  ),
];

const damagedOthers: MadeCase[] = [
  ready(
    'PNG without an end mark',
    () => pngOf(rgb, 8),
    (file) => file.subarray(0, -12),
  ),
  ready(
    'PNG of 16 bits in Display P3 with half an end mark',
    () => pngOf(rgb, 16, p3()),
    (file) => file.subarray(0, -5),
  ),
  corrupt(
    'PNG of 16 bits cut off in the middle',
    () => pngOf(rgb, 16, p3()),
    (file) => cutOff(file, 0.6),
  ),
  corrupt(
    'PNG with a wrong byte in its pixels',
    () => pngOf(rgb, 8),
    (file) => flippedAt(file, 0.6),
  ),
  ready(
    'PNG with a damaged profile',
    () => pngOf(rgb, 8),
    (file) => withChunk(file, 'iCCP', Buffer.from('made\0\0noise')),
  ),
  ready('PNG with palette and transparent colours', () => palettePngOf(rgba)),
  ready(
    'WebP cut off behind its picture',
    () => webpOf(rgb),
    (file) => withWebpExif(file, Buffer.alloc(100)).subarray(0, -40),
  ),
  corrupt(
    'WebP cut off in its picture',
    () => webpOf(rgb),
    (file) => cutOff(file, 0.6),
  ),
  ready(
    'animated WebP whose second frame is cut off',
    () => webpOf(rgb),
    (file) => cutOff(framesOf(file, rgb), 0.8),
  ),
  corrupt(
    'animated WebP whose first frame is cut off',
    () => webpOf(rgb),
    (file) => cutOff(framesOf(file, rgb), 0.3),
  ),
  ready(
    'GIF with a zero byte instead of its end',
    () => gifOf(rgb),
    (file) => Buffer.concat([file.subarray(0, -1), Buffer.of(0)]),
  ),
  ready(
    'GIF with junk instead of its end',
    () => gifOf(rgb),
    (file) => Buffer.concat([file.subarray(0, -1), Buffer.from('junk')]),
  ),
  ready(
    'GIF without its end',
    () => gifOf(rgb),
    (file) => file.subarray(0, -1),
  ),
  ready('animated GIF whose second frame is damaged', () => gifOf(rgb), withDamagedFrame),
  corrupt(
    'GIF cut off in the middle',
    () => gifOf(rgb),
    (file) => cutOff(file, 0.6),
  ),
];

export const madeCases: MadeCase[] = [...profiles, ...orientations, ...damagedJpegs, ...damagedOthers];

function iccBody(profile: Buffer): Buffer {
  const chunk = pngOf({ ...rgb }, 8, profile);
  const at = chunk.indexOf('iCCP');
  return chunk.subarray(at + 4, at + 4 + chunk.readUInt32BE(at - 4));
}

/** Behind the first segment, where a decoder looks for the next one. */
function withStrayBytes(file: Buffer): Buffer {
  const at = 4 + file.readUInt16BE(4);
  return Buffer.concat([file.subarray(0, at), strayBytes, file.subarray(at)]);
}

/** A TIFF block with one entry. */
function exifOf(orientation: Orientation): Buffer {
  const block = Buffer.from('MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0', 'latin1');
  block.writeUInt16BE(orientation, 18);
  return block;
}

/** Takes the EXIF segment from the front, and puts it before the first scan. */
function exifBehindSize(file: Buffer): Buffer {
  const from = file.indexOf('Exif') - 4;
  const until = from + 2 + file.readUInt16BE(from + 2);
  const scanAt = file.indexOf(Buffer.from([0xff, 0xda]), until);
  return Buffer.concat([
    file.subarray(0, from),
    file.subarray(until, scanAt),
    file.subarray(from, until),
    file.subarray(scanAt),
  ]);
}

/** A second frame of which only the beginning is there, with a code that does not exist. */
function withDamagedFrame(file: Buffer): Buffer {
  const frame = Buffer.from([0x2c, 0, 0, 0, 0, 0x40, 1, 240, 0, 0, 2, 3, 0x7c, 0xff, 0xff]);
  return Buffer.concat([file.subarray(0, -1), frame]);
}
