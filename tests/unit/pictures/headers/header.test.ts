// Type and size from the first bytes of a file, for valid files and for malformed ones.

import { Jimp } from 'jimp';
import { readPictureHeader } from '../../../../src/pictures/headers/header';
import type { SourceType } from '../../../../src/pictures/headers/header-result';
import { readJpegHeader } from '../../../../src/pictures/headers/jpeg-header';
import { makeJpeg } from '../../../helpers/jpeg';
import { makeFlatPng } from '../../../hostile/files/png';
import { endOfImage, exifSegment, frame, marker, segment, startOfImage, tiff } from './jpeg-bytes';

const header = (type: SourceType, width: number, height: number, orientation = 1) => ({
  ok: true,
  value: { type, width, height, orientation, colours: 'rgb' },
});
const refusal = (code: string) => ({ ok: false, code, detail: expect.any(String) });
const corrupt = refusal('PICTURE.CORRUPT');
const unsupported = refusal('PICTURE.UNSUPPORTED_TYPE');
const jpeg = (...parts: Buffer[]) => readJpegHeader(Buffer.concat([startOfImage, ...parts]));
const small = frame({ width: 320, height: 200 });
const turned = (value: number) => exifSegment(tiff({ entries: [[0x0112, 3, value]] }));

describe('the header of a JPEG', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8] as const)(
    'has stored size and orientation %i of an encoded file',
    async (orientation) => {
      const file = await makeJpeg({ width: 31, height: 17, orientation });
      expect(readPictureHeader(file)).toEqual(header('jpeg', 31, 17, orientation));
    },
  );

  it('has orientation 1 without EXIF', async () => {
    expect(readPictureHeader(await makeJpeg({ width: 31, height: 17 }))).toEqual(header('jpeg', 31, 17));
  });

  it('is read at any offset in a larger buffer', async () => {
    const file = await makeJpeg({ width: 31, height: 17, orientation: 6 });
    expect(readPictureHeader(Buffer.concat([Buffer.alloc(3), file]).subarray(3))).toEqual(header('jpeg', 31, 17, 6));
  });

  it.each([
    ['baseline', 0xc0],
    ['extended sequential', 0xc1],
    ['progressive', 0xc2],
  ])('is read from a %s frame', (_name, code) => {
    expect(jpeg(frame({ code, width: 320, height: 200 }))).toMatchObject(header('jpeg', 320, 200));
  });

  it.each([
    ['baseline in one scan', 0xc0, 3, [0x22, 0x11, 0x11], undefined],
    ['baseline, one colour after another', 0xc0, 1, [0x11, 0x11, 0x11], 3],
    ['progressive', 0xc2, 3, [0x11, 0x11, 0x11], 3],
    ['progressive with halved colours', 0xc2, 3, [0x22, 0x11, 0x11], 1.5],
    ['progressive in grey', 0xc2, 1, [0x11], 1],
  ])('has what determines a decoder’s memory: %s', (_name, code, inScan, sampling, expected) => {
    const scan = segment(0xda, [inScan, ...Array(2 * inScan).fill(1), 0, 63, 0]);
    const found = jpeg(
      frame({ code, width: 320, height: 200, components: sampling.length, sampling }),
      scan,
      endOfImage,
    );
    expect(found.ok && found.value.decoderOverhead).toBe(expected);
  });

  it('is read for greyscale too', () => {
    expect(jpeg(frame({ width: 320, height: 200, components: 1 }))).toEqual({
      ...header('jpeg', 320, 200),
      value: { ...header('jpeg', 320, 200).value, colours: 'grey' },
    });
  });

  it('detects CMYK', () => {
    expect(jpeg(frame({ width: 320, height: 200, components: 4 }))).toMatchObject({ value: { colours: 'cmyk' } });
  });

  it('supports sides up to 65535', () => {
    expect(jpeg(frame({ width: 65_535, height: 256 }))).toEqual(header('jpeg', 65_535, 256));
  });

  it('comes after tables, comments, a large EXIF block and other application data', () => {
    const largeExif = Buffer.concat([tiff({ entries: [[0x0112, 3, 8]] }), Buffer.alloc(60_000)]);
    const before = [segment(0xe0, Buffer.from('JFIF\0')), exifSegment(largeExif), segment(0xdb, [0, 1, 2])];
    const more = [
      segment(0xfe, Buffer.from('made by hand')),
      segment(0xc4, [0]),
      segment(0xcc, [0]),
      segment(0xdd, [0, 0]),
    ];
    expect(jpeg(...before, ...more, small)).toEqual(header('jpeg', 320, 200, 8));
  });

  it('is not that of the thumbnail inside the EXIF block', () => {
    const thumbnail = Buffer.concat([startOfImage, frame({ width: 160, height: 120 }), endOfImage]);
    const exif = exifSegment(Buffer.concat([tiff({ entries: [[0x0112, 3, 6]] }), thumbnail]));
    expect(jpeg(exif, small)).toEqual(header('jpeg', 320, 200, 6));
  });

  it('uses the orientation of the first EXIF block', () => {
    expect(jpeg(turned(6), turned(8), small)).toEqual(header('jpeg', 320, 200, 6));
    expect(jpeg(exifSegment(tiff({})), turned(8), small)).toEqual(header('jpeg', 320, 200, 1));
  });

  it('ignores other application data', () => {
    const xmp = segment(0xe1, Buffer.from('http://ns.adobe.com/xap/1.0/\0'));
    expect(jpeg(xmp, segment(0xe1, []), segment(0xe1, Buffer.from('Exif')), turned(3), small)).toEqual(
      header('jpeg', 320, 200, 3),
    );
  });

  it('is found past fill bytes, stray bytes, restarts and a second start of image, as decoders find it', () => {
    const fill = Buffer.from([0xff, 0xff, 0xff]);
    const stray = Buffer.from([0x11, 0x22, 0xff, 0x00, 0x33]);
    expect(jpeg(fill, turned(5), stray, marker(0xd3), marker(0x01), startOfImage, small)).toEqual(
      header('jpeg', 320, 200, 5),
    );
  });

  it.each([
    ['nothing after the start', []],
    ['a lone 0xff', [Buffer.from([0xff])]],
    ['a marker without its length', [marker(0xe0)]],
    ['half a length', [marker(0xe0), Buffer.from([0])]],
    ['a length below two', [marker(0xe0), Buffer.from([0, 1]), small]],
    ['a segment longer than the file', [marker(0xe1), Buffer.from([0xff, 0xff]), small]],
    ['the end of the image first', [endOfImage, small]],
    ['a scan before any frame', [segment(0xda, [0]), small]],
    ['a frame header cut short', [segment(0xc0, [8, 0, 200, 1])]],
    ['no width', [frame({ width: 0, height: 200 })]],
    ['no height', [frame({ width: 320, height: 0 })]],
    ['nothing but stray bytes', [Buffer.alloc(5000, 0x20)]],
    ['nothing but fill bytes', [Buffer.alloc(5000, 0xff)]],
  ])('is refused as corrupt with %s', (_name, parts) => {
    expect(jpeg(...parts)).toEqual(corrupt);
  });

  it.each([
    ['lossless', { code: 0xc3 }],
    ['hierarchical', { code: 0xc5 }],
    ['arithmetic', { code: 0xc9 }],
    ['arithmetic progressive', { code: 0xca }],
    ['12-bit', { precision: 12 }],
    ['five-colour', { components: 5 }],
    ['two-colour', { components: 2 }],
  ])('is refused as unsupported when the JPEG is %s', (_name, parts) => {
    expect(jpeg(frame({ width: 320, height: 200, ...parts }))).toEqual(unsupported);
  });

  it('is corrupt wherever the file is truncated before its frame', async () => {
    const file = await makeJpeg({ width: 31, height: 17, orientation: 6 });
    const frameAt = file.indexOf(Buffer.from([0xff, 0xc0]));
    for (let length = 3; length < frameAt + 4; length++) {
      expect(readPictureHeader(file.subarray(0, length))).toEqual(corrupt);
    }
  });
});

describe('the header of a PNG', () => {
  it('has the size', () => {
    expect(readPictureHeader(makeFlatPng({ width: 31, height: 17 }))).toEqual(header('png', 31, 17));
  });

  it('reports huge sizes', () => {
    const bomb = makeFlatPng({ width: 1, height: 1 });
    bomb.writeUInt32BE(4_000_000_000, 16);
    expect(readPictureHeader(bomb)).toEqual(header('png', 4_000_000_000, 1));
  });

  it('is corrupt if truncated, without a size, or with another chunk first', () => {
    const file = makeFlatPng({ width: 31, height: 17 });
    for (let length = 8; length < 33; length++) expect(readPictureHeader(file.subarray(0, length))).toEqual(corrupt);
    const changed = (at: number, value: number) => Buffer.from(file).fill(value, at, at + 4);
    expect(readPictureHeader(changed(16, 0))).toEqual(corrupt);
    expect(readPictureHeader(changed(20, 0))).toEqual(corrupt);
    expect(readPictureHeader(changed(12, 0x41))).toEqual(corrupt);
    expect(readPictureHeader(changed(8, 0))).toEqual(corrupt);
  });
});

describe('a file of another type', () => {
  const image = new Jimp({ width: 4, height: 4, color: 0xff0000ff });

  it.each(['image/bmp', 'image/tiff'] as const)('is refused as unsupported when it is %s', async (type) => {
    expect(readPictureHeader(await image.getBuffer(type))).toEqual(unsupported);
  });

  it.each([
    ['PDF', Buffer.from('%PDF-1.7', 'latin1')],
    ['AVIF', Buffer.from('\0\0\0\x20ftypavif', 'latin1')],
    ['HEIC', Buffer.from('\0\0\0\x20ftypheic', 'latin1')],
  ])('is detected as %s', (name, file) => {
    expect(readPictureHeader(file)).toEqual({
      ...unsupported,
      detail: expect.stringContaining(`${name} is not supported`),
    });
  });

  it.each([
    ['empty', Buffer.alloc(0)],
    ['one byte', Buffer.from([0xff])],
    ['two bytes of a JPEG', startOfImage],
    ['text', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['a wave file', Buffer.from('RIFF\0\0\0\0WAVE', 'latin1')],
    ['most of a PNG signature', Buffer.from('\x89PNG\r\n\x1a', 'latin1')],
  ])('is refused as unsupported when it is %s', (_name, file) => {
    expect(readPictureHeader(file)).toEqual(unsupported);
  });
});
