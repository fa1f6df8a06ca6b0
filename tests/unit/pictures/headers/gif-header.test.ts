// The header of a GIF: its logical screen, and a first frame that must be inside it.

import { readPictureHeader } from '../../../../src/pictures/headers/header';
import { makeFlatGif } from '../../../hostile/files/gif';

const size = { width: 320, height: 240 };
const gif = { ok: true, value: { type: 'gif', ...size, orientation: 1, colours: 'rgb', decoderOverhead: 0.5 } };
const corrupt = (why: string) => ({ ok: false, code: 'PICTURE.CORRUPT', detail: `The GIF is damaged: ${why}.` });

describe('the header of a GIF', () => {
  it('has the size of the screen, wherever the first frame is', () => {
    const frames = [{ left: 200, top: 140, width: 120, height: 100 }, size];
    expect(readPictureHeader(makeFlatGif({ ...size, frames }))).toEqual(gif);
  });

  it('is read past comments and other extensions, even without a global palette', () => {
    const file = makeFlatGif(size);
    const comment = Buffer.from([0x21, 0xfe, 3, 0x2c, 0x2c, 0x2c, 0]);
    expect(readPictureHeader(Buffer.concat([file.subarray(0, 25), comment, file.subarray(25)]))).toEqual(gif);
    const bare = Buffer.concat([file.subarray(0, 13), file.subarray(25)]);
    bare[10] = 0;
    expect(readPictureHeader(bare)).toEqual(gif);
  });

  it.each([
    ['right', { left: 201, top: 0, width: 120, height: 10 }],
    ['bottom', { left: 0, top: 141, width: 10, height: 100 }],
    ['every side', { width: 20_000, height: 20_000 }],
  ])('is refused if its first frame exceeds the screen at the %s', (_side, frame) => {
    expect(readPictureHeader(makeFlatGif({ ...size, frames: [{ ...frame, pixels: 1 }] }))).toEqual(
      corrupt('its first frame is outside of its canvas'),
    );
  });

  it('is refused without a size, a frame, or anything in the frame', () => {
    expect(readPictureHeader(makeFlatGif({ width: 0, height: 240, frames: [] }))).toEqual(corrupt('it states no size'));
    expect(readPictureHeader(makeFlatGif({ ...size, frames: [] }))).toEqual(corrupt('it has no frame'));
    const empty = makeFlatGif({ ...size, frames: [{ width: 0, height: 5, pixels: 1 }] });
    expect(readPictureHeader(empty)).toEqual(corrupt('its first frame is empty'));
  });

  it('is corrupt wherever the file is truncated before its codes begin', () => {
    const file = makeFlatGif(size);
    // Signature, screen and palette, control block, head of the frame.
    const codesAt = 25 + 8 + 10;
    for (let length = 6; length <= codesAt; length++) {
      expect(readPictureHeader(file.subarray(0, length))).toMatchObject({ ok: false, code: 'PICTURE.CORRUPT' });
    }
    expect(readPictureHeader(file.subarray(0, codesAt + 1))).toEqual(gif);
  });

  it('reports huge sizes', () => {
    const file = makeFlatGif({ width: 65_535, height: 65_535, frames: [size] });
    expect(readPictureHeader(file)).toMatchObject({ value: { width: 65_535, height: 65_535 } });
  });
});
