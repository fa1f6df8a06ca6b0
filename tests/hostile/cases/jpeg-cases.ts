// JPEG cases: files from cameras and print shops, and files made to keep a decoder busy.

import { withExifOrientation } from '../../../scripts/demo-photo';
import { makeJpeg } from '../../helpers/jpeg';
import { cutOff, flippedAt, overwritten } from '../files/damage';
import { endOfImage, frameSegment, iccSegment, jpegSegment, makeFlatJpeg } from '../files/jpeg';
import { byEngine, type HostileCase, ready, refused } from '../hostile-case';

const photo = () => makeJpeg({ width: 600, height: 450 });
const flat = { width: 600, height: 400 };
const comment = (text: string) => jpegSegment(0xfe, Buffer.from(text));
const frameAt = (file: Buffer) => file.indexOf(Buffer.from([0xff, 0xc0]));
const html = '<html><script>alert(1)</script></html>';

/** EXIF orientations; 5 to 8 swap width and height. */
export const turnedCases: HostileCase[] = ([1, 2, 3, 4, 5, 6, 7, 8] as const).map((orientation) => {
  const [width, height] = orientation < 5 ? [600, 450] : [450, 600];
  const file = () => makeJpeg({ width: 600, height: 450, orientation });
  return ready(`JPEG with EXIF orientation ${orientation}`, width, height, file);
});

export const jpegCases: HostileCase[] = [
  ...turnedCases,
  ready('JPEG of one pixel', 1, 1, () => makeFlatJpeg({ width: 1, height: 1 })),
  ready('JPEG of 1 × 20000', 1, 20_000, () => makeFlatJpeg({ width: 1, height: 20_000 })),
  ready('JPEG of 20000 × 1', 20_000, 1, () => makeFlatJpeg({ width: 20_000, height: 1 })),
  ready('JPEG just within 50 megapixels', 7071, 7071, () => makeFlatJpeg({ width: 7071, height: 7071 })),
  refused('progressive JPEG of 50 megapixels without subsampling', 'PICTURE.TOO_MANY_PIXELS', () =>
    makeFlatJpeg({ width: 2000, height: 25_000, moreScans: 1 }),
  ),
  ready('progressive JPEG just within 50 megapixels, subsampled', 7071, 7071, () =>
    makeFlatJpeg({ width: 7071, height: 7071, subsampled: true, moreScans: 9 }),
  ),
  ready('progressive JPEG of 38 megapixels without subsampling', 6164, 6164, () =>
    makeFlatJpeg({ width: 6164, height: 6164, moreScans: 9 }),
  ),
  ready('JPEG in CMYK just within 50 megapixels', 7071, 7071, () =>
    makeFlatJpeg({ width: 7071, height: 7071, colour: [20, 200, 200, 250], adobeTransform: 0 }),
  ),
  ready('JPEG in grey', 600, 400, () => makeFlatJpeg({ ...flat, colour: [200] })),
  ready('JPEG in CMYK', 600, 400, () => makeFlatJpeg({ ...flat, colour: [20, 200, 200, 250], adobeTransform: 0 })),
  ready('JPEG in YCCK', 600, 400, () => makeFlatJpeg({ ...flat, colour: [90, 120, 140, 250], adobeTransform: 2 })),
  ready('JPEG in CMYK without the marker that tells how', 600, 400, () =>
    makeFlatJpeg({ ...flat, colour: [20, 200, 200, 250] }),
  ),
  ready('progressive JPEG', 600, 400, () => makeFlatJpeg({ ...flat, moreScans: 9 })),
  ready('JPEG with an ICC profile of noise', 600, 400, () =>
    makeFlatJpeg({ ...flat, extra: [iccSegment(Buffer.alloc(3000, 'noise'))] }),
  ),
  ready('JPEG with ICC parts that do not add up', 600, 400, () =>
    makeFlatJpeg({ ...flat, extra: [iccSegment(Buffer.alloc(100), 3, 2), iccSegment(Buffer.alloc(100), 0, 255)] }),
  ),
  ready('JPEG with an EXIF block that points at itself', 600, 400, () =>
    overwritten(withExifOrientation(makeFlatJpeg(flat), 6), 2 + 4 + 6 + 4, [0, 0, 0, 4]),
  ),
  ready(
    'JPEG that is also an HTML page',
    600,
    400,
    () => makeFlatJpeg({ ...flat, extra: [comment(html)] }),
    'text/html',
  ),
  ready('JPEG with a page of HTML after its end', 600, 400, () =>
    Buffer.concat([makeFlatJpeg(flat), Buffer.from(html)]),
  ),
  ready('JPEG sent as a GIF', 600, 450, photo, 'image/gif'),
  ready('JPEG of exactly 20 MiB', 600, 400, () => paddedTo(20 * 1024 * 1024)),
  refused('JPEG of 20 MiB and a byte', 'PICTURE.TOO_LARGE', () => paddedTo(20 * 1024 * 1024 + 1)),
  refused('JPEG cut off in the middle', 'PICTURE.CORRUPT', async () => cutOff(await photo(), 0.5)),
  refused('JPEG cut off within its header', 'PICTURE.CORRUPT', async () => (await photo()).subarray(0, 30)),
  refused('JPEG of three bytes', 'PICTURE.CORRUPT', async () => (await photo()).subarray(0, 3)),
  // Its codes are followed only when the decoder warns, which sharp's does not: it skips codes that are missing in its tables.
  byEngine({
    jimp: refused('JPEG with a bit flipped in its tables', 'PICTURE.CORRUPT', wrongTables),
    sharp: ready('JPEG with a bit flipped in its tables', 600, 450, wrongTables),
  }),
  refused('JPEG that claims 65500 × 65500', 'PICTURE.TOO_MANY_PIXELS', async () =>
    claiming(await photo(), 65_500, 65_500),
  ),
  refused('JPEG that claims 65535 × 1', 'PICTURE.TOO_MANY_PIXELS', async () => claiming(await photo(), 65_535, 1)),
  refused('JPEG that claims 7000 × 7000', 'PICTURE.CORRUPT', async () => claiming(await photo(), 7000, 7000)),
  refused('JPEG that claims no size', 'PICTURE.CORRUPT', async () => claiming(await photo(), 600, 0)),
  refused('JPEG with a second, huge frame', 'PICTURE.CORRUPT', () =>
    makeFlatJpeg({
      ...flat,
      frame: Buffer.concat([frameSegment(flat, 3), frameSegment({ width: 60_000, height: 60_000 }, 3)]),
    }),
  ),
  refused('JPEG without a frame', 'PICTURE.CORRUPT', () => makeFlatJpeg({ ...flat, frame: comment('no frame') })),
  refused('JPEG with a lossless frame', 'PICTURE.UNSUPPORTED_TYPE', () =>
    makeFlatJpeg({ ...flat, frame: frameSegment(flat, 3, 0xc3) }),
  ),
  refused('JPEG with an arithmetic-coded frame', 'PICTURE.UNSUPPORTED_TYPE', () =>
    makeFlatJpeg({ ...flat, frame: frameSegment(flat, 3, 0xc9) }),
  ),
  refused('JPEG with a segment that runs past its end', 'PICTURE.CORRUPT', () =>
    Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0xff, 0xff]), Buffer.alloc(500), endOfImage]),
  ),
  refused('JPEG of 20 MiB of markers before its size', 'PICTURE.CORRUPT', () =>
    Buffer.concat([Buffer.from([0xff, 0xd8]), Buffer.alloc(20 * 1024 * 1024 - 2, Buffer.from([0xff, 0xd0]))]),
  ),
  ready('JPEG of 20 MiB of markers after its pixels', 600, 400, () => filledUp(makeFlatJpeg(flat), [0xff, 0xd0])),
  // Each scan takes a hundred bytes, and a pass over twelve million pixels.
  refused('progressive JPEG with 20000 scans', 'PICTURE.CORRUPT', () =>
    makeFlatJpeg({ width: 4000, height: 3000, moreScans: 20_000 }),
  ),
];

async function wrongTables(): Promise<Buffer> {
  return flippedAt(await photo(), 0.06);
}

function claiming(file: Buffer, width: number, height: number): Buffer {
  return overwritten(file, frameAt(file) + 5, [height >> 8, height & 255, width >> 8, width & 255]);
}

/** Padded with comments to the given size. */
function paddedTo(bytes: number): Buffer {
  const mostInSegment = 65_533;
  let missing = bytes - makeFlatJpeg(flat).length;
  const extra: Buffer[] = [];
  while (missing > 0) {
    const body = Math.min(missing - 4, mostInSegment);
    // The rest must be long enough for a segment.
    const taken = missing - 4 - body > 0 && missing - 4 - body < 4 ? body - 4 : body;
    extra.push(jpegSegment(0xfe, Buffer.alloc(taken, '-')));
    missing -= taken + 4;
  }
  return makeFlatJpeg({ ...flat, extra });
}

/** Padded between pixels and end marker, up to the largest accepted file. */
function filledUp(file: Buffer, bytes: number[]): Buffer {
  const filling = Buffer.alloc(20 * 1024 * 1024 - file.length, Buffer.from(bytes));
  return Buffer.concat([file.subarray(0, -endOfImage.length), filling, endOfImage]);
}
