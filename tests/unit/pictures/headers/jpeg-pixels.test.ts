// Whether a JPEG has data for all pixels, with and without restart markers.

import { findJpegPixels } from '../../../../src/pictures/headers/jpeg-pixels';
import { makeBitWriter } from '../../../hostile/files/bits';
import { endOfImage, jpegSegment, makeFlatJpeg } from '../../../hostile/files/jpeg';

const size = { width: 64, height: 8 };
const damaged = { ok: false, reason: expect.any(String) };

/** Eight grey blocks of one colour, in intervals of two with a restart marker between them. */
function withRestarts(): { head: Buffer; intervals: Buffer[]; whole: (intervals: Buffer[]) => Buffer } {
  const flat = makeFlatJpeg({ ...size, colour: [128], extra: [jpegSegment(0xdd, Buffer.from([0, 2]))] });
  const scanAt = flat.lastIndexOf(Buffer.from([0xff, 0xda]));
  const head = flat.subarray(0, scanAt + 2 + flat.readUInt16BE(scanAt + 2));
  const bits = makeBitWriter('highestFirst');
  // No difference and the end of the block, twice.
  bits.zeros(4);
  const data = bits.bytes(1);
  const intervals = [0, 1, 2, 3].map(() => data);
  const whole = (parts: Buffer[]) =>
    Buffer.concat([
      head,
      ...parts.flatMap((part, index) => (index === 0 ? [part] : [Buffer.from([0xff, 0xd0 + index - 1]), part])),
      endOfImage,
    ]);
  return { head, intervals, whole };
}

describe('the data of a JPEG', () => {
  it.each([
    ['grey', makeFlatJpeg({ ...size, colour: [200] })],
    ['subsampled', makeFlatJpeg({ ...size, subsampled: true, colour: [90, 120, 140] })],
    ['in four inks', makeFlatJpeg({ ...size, colour: [20, 200, 200, 250], adobeTransform: 0 })],
    ['progressive', makeFlatJpeg({ ...size, colour: [90, 120, 140], moreScans: 3 })],
  ])('is complete in one that is %s, and up to its end mark', async (_kind, file) => {
    expect(await findJpegPixels(file)).toEqual({ ok: true, endAt: file.length - endOfImage.length });
    expect(await findJpegPixels(file.subarray(0, -3))).toEqual(damaged);
  });

  it('is followed over restart markers', async () => {
    const { intervals, whole } = withRestarts();
    expect(await findJpegPixels(whole(intervals))).toMatchObject({ ok: true });
  });

  it('is damaged when an interval is missing', async () => {
    const { intervals, whole } = withRestarts();
    expect(await findJpegPixels(whole(intervals.slice(1)))).toEqual(damaged);
  });

  it('is damaged when an interval is empty', async () => {
    const { intervals, whole } = withRestarts();
    expect(await findJpegPixels(whole([...intervals.slice(0, 2), Buffer.of(), ...intervals.slice(3)]))).toEqual(
      damaged,
    );
  });

  it('may have stray bytes before a restart marker', async () => {
    const { intervals, whole } = withRestarts();
    const padded = intervals.map((part) => Buffer.concat([part, Buffer.alloc(5)]));
    expect(await findJpegPixels(whole(padded))).toMatchObject({ ok: true });
  });

  it('is damaged when a component never comes', async () => {
    const file = makeFlatJpeg({ ...size, colour: [90, 120, 140], moreScans: 0 });
    const secondScanOnly = file.indexOf(Buffer.from([0xff, 0xda]));
    const scan = jpegSegment(0xda, Buffer.from([1, 1, 0, 0, 0, 0]));
    const data = Buffer.from([0]);
    expect(await findJpegPixels(Buffer.concat([file.subarray(0, secondScanOnly), scan, data, endOfImage]))).toEqual(
      damaged,
    );
  });
});
