import { readJpegHeader } from '../../../../src/pictures/headers/jpeg-header';
import { makeFlatJpeg } from '../../../hostile/files/jpeg';

const size = { width: 64, height: 48 };

it('accepts a progressive JPEG with a hundred scans', () => {
  expect(readJpegHeader(makeFlatJpeg({ ...size, moreScans: 99 }))).toMatchObject({ ok: true, value: size });
});

it('refuses one with more scans, whose decoding time would be unbounded', () => {
  const refusal = { ok: false, code: 'PICTURE.CORRUPT', detail: 'The JPEG is damaged: it has more than 100 scans.' };
  expect(readJpegHeader(makeFlatJpeg({ ...size, moreScans: 100 }))).toEqual(refusal);
});

it('ignores restarts, fill bytes and data after the end', () => {
  const file = makeFlatJpeg(size);
  const scan = Buffer.from([0xff, 0xda, 0, 2]);
  const strays = Buffer.from([0xff, 0xd0, 0xff, 0xff, 0xff, 0xd1, 0xff, 0x00]);
  const tail = Buffer.concat(Array.from({ length: 200 }, () => scan));
  expect(readJpegHeader(Buffer.concat([file.subarray(0, -2), strays, file.subarray(-2), tail]))).toMatchObject({
    ok: true,
  });
  expect(readJpegHeader(Buffer.concat([file.subarray(0, -2), strays, tail]))).toMatchObject({ ok: false });
});

it('reads on through markers and stray bytes before the size, but not through thousands of segments', () => {
  const file = makeFlatJpeg(size);
  const buried = (segments: number) => {
    const strays = Buffer.from([0, 0xff, 0xff, 0xe0, 0, 2]);
    return Buffer.concat([file.subarray(0, 2), Buffer.alloc(segments * strays.length, strays), file.subarray(2)]);
  };
  expect(readJpegHeader(buried(1000))).toMatchObject({ ok: true, value: size });
  const detail = 'The JPEG is damaged: it has thousands of segments before its size.';
  expect(readJpegHeader(buried(5000))).toEqual({ ok: false, code: 'PICTURE.CORRUPT', detail });
});
