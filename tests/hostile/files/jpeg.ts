// JPEGs of one colour at any size, with control over every marker (ITU T.81, annexes B, F and G). Blocks of one colour take a
// bit or two each, so 50 megapixels fit in half a megabyte, and an extra scan in a hundred bytes.

import { makeBitWriter } from './bits';

export interface FlatJpegKind {
  width: number;
  height: number;
  /** A value from 0 to 255 per component: grey, YCbCr, or CMYK in the form that the Adobe marker says. */
  colour?: number[];
  /** The transform of Adobe's APP14: 0 for CMYK, 2 for YCCK. Absent: no such marker. */
  adobeTransform?: 0 | 1 | 2;
  /** Number of extra scans that repeat the same coefficients; any makes the JPEG progressive. */
  moreScans?: number;
  /** 4:2:0 chroma subsampling. */
  subsampled?: boolean;
  /** Segments inserted after the start of image. */
  extra?: Buffer[];
  /** Overrides the start of frame. */
  frame?: Buffer;
}

const startOfImage = Buffer.from([0xff, 0xd8]);
export const endOfImage = Buffer.from([0xff, 0xd9]);
const baseline = 0xc0;
const progressive = 0xc2;
const middleGrey = [128, 128, 128];

/** A picture of one colour. */
export function makeFlatJpeg(kind: FlatJpegKind): Buffer {
  const { colour = middleGrey, extra = [], moreScans } = kind;
  const adobe = kind.adobeTransform === undefined ? [] : [adobeSegment(kind.adobeTransform)];
  const code = moreScans === undefined ? baseline : progressive;
  const frame = kind.frame ?? frameSegment(kind, colour.length, code, kind.subsampled);
  const tables = [quantisation, differencesTable, moreScans === undefined ? endOfBlockTable : longRunTable];
  const scans = moreScans === undefined ? [baselineScan(kind, colour)] : progressiveScans(kind, colour, moreScans);
  return Buffer.concat([startOfImage, ...adobe, ...extra, frame, ...tables, ...scans, endOfImage]);
}

export function jpegSegment(code: number, body: Buffer): Buffer {
  const head = Buffer.from([0xff, code, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
}

/** Start of frame. */
export function frameSegment(
  size: { width: number; height: number },
  components: number,
  code = baseline,
  subsampled = false,
): Buffer {
  const head = Buffer.from([8, 0, 0, 0, 0, components]);
  head.writeUInt16BE(size.height, 1);
  head.writeUInt16BE(size.width, 3);
  const each = Array.from({ length: components }, (_, index) => [
    index + 1,
    subsampled && index === 0 ? 0x22 : 0x11,
    0,
  ]).flat();
  return jpegSegment(code, Buffer.concat([head, Buffer.from(each)]));
}

/** An ICC profile part of that many bytes, the `number`th of `count`. */
export function iccSegment(profile: Buffer, number = 1, count = 1): Buffer {
  return jpegSegment(
    0xe2,
    Buffer.concat([Buffer.from('ICC_PROFILE\0', 'latin1'), Buffer.from([number, count]), profile]),
  );
}

function adobeSegment(transform: number): Buffer {
  return jpegSegment(
    0xee,
    Buffer.concat([Buffer.from('Adobe\0', 'latin1'), Buffer.from([100, 0, 0, 0, 0, transform])]),
  );
}

/** All quantization steps are 8, so that a block's DC coefficient is its colour minus 128. */
const quantisation = jpegSegment(0xdb, Buffer.from([0, ...Array(64).fill(8)]));
/** Huffman table of DC differences: a one-bit code for none, five-bit codes for those of 1 to 8 bits. */
const differencesTable = jpegSegment(0xc4, huffman(0x00, { 1: [0], 5: [1, 2, 3, 4, 5, 6, 7, 8] }));
/** Huffman table of AC coefficients: one bit for none. */
const endOfBlockTable = jpegSegment(0xc4, huffman(0x10, { 1: [0x00] }));
/** The same for a run of at least 16,384 blocks: one bit, and 14 for the run's length. */
const longRunTable = jpegSegment(0xc4, huffman(0x10, { 1: [0xe0] }));
const longRunBlocks = 1 << 14;
const longRunBits = 15;

function huffman(kind: number, symbolsByLength: Record<number, number[]>): Buffer {
  const lengths = Array.from({ length: 16 }, (_, index) => symbolsByLength[index + 1] ?? []);
  return Buffer.from([kind, ...lengths.map((symbols) => symbols.length), ...lengths.flat()]);
}

function scanHeader(components: number[], spectral: [number, number]): Buffer {
  const each = components.flatMap((component) => [component, 0x00]);
  return jpegSegment(0xda, Buffer.from([components.length, ...each, ...spectral, 0]));
}

function baselineScan(kind: FlatJpegKind, colour: number[]): Buffer {
  const bits = makeBitWriter('highestFirst');
  for (const [index, value] of colour.entries()) {
    writeDifference(bits, value - 128);
    // End of block, and further luma blocks before the next component.
    bits.zeros(1 + 2 * (blocksTogether(kind, index) - 1));
  }
  bits.zeros(2 * (interleavedBlocks(kind, colour) - blocksOfFirst(kind, colour)));
  return Buffer.concat([scanHeader(numbers(colour), [0, 63]), stuffed(bits.bytes(1))]);
}

function progressiveScans(kind: FlatJpegKind, colour: number[], more: number): Buffer[] {
  const bits = makeBitWriter('highestFirst');
  for (const [index, value] of colour.entries()) {
    writeDifference(bits, value - 128);
    bits.zeros(blocksTogether(kind, index) - 1);
  }
  bits.zeros(interleavedBlocks(kind, colour) - blocksOfFirst(kind, colour));
  const first = Buffer.concat([scanHeader(numbers(colour), [0, 0]), stuffed(bits.bytes(1))]);
  const again = colour.map((_, index) => {
    const run = makeBitWriter('highestFirst');
    run.zeros(longRunBits * Math.ceil(blocksAlone(kind, index) / longRunBlocks));
    return Buffer.concat([scanHeader([index + 1], [1, 63]), run.bytes()]);
  });
  return [first, ...Array.from({ length: more }, (_, index) => again[index % again.length] ?? Buffer.alloc(0))];
}

/** Blocks of a component per MCU of an interleaved scan. */
function blocksTogether({ subsampled }: FlatJpegKind, index: number): number {
  return subsampled && index === 0 ? 4 : 1;
}

function blocksOfFirst(kind: FlatJpegKind, colour: number[]): number {
  return colour.reduce((sum, _, index) => sum + blocksTogether(kind, index), 0);
}

/** Blocks in an interleaved scan: whole MCUs. */
function interleavedBlocks(kind: FlatJpegKind, colour: number[]): number {
  const unit = kind.subsampled ? 16 : 8;
  return Math.ceil(kind.width / unit) * Math.ceil(kind.height / unit) * blocksOfFirst(kind, colour);
}

/** Blocks in a scan of one component: visible ones only. */
function blocksAlone({ width, height, subsampled }: FlatJpegKind, index: number): number {
  const block = subsampled && index > 0 ? 16 : 8;
  return Math.ceil(width / block) * Math.ceil(height / block);
}

function numbers(colour: number[]): number[] {
  return colour.map((_, index) => index + 1);
}

function writeDifference(bits: ReturnType<typeof makeBitWriter>, difference: number): void {
  const length = 32 - Math.clz32(Math.abs(difference));
  if (length === 0) {
    bits.write(0, 1);
    return;
  }
  bits.write(0b10000 + length - 1, 5);
  bits.write(difference > 0 ? difference : difference + (1 << length) - 1, length);
}

/** 0xff must be followed by a zero byte, or it would be read as a marker. */
function stuffed(data: Buffer): Buffer {
  const parts: Buffer[] = [];
  let from = 0;
  for (let at = data.indexOf(0xff); at >= 0; at = data.indexOf(0xff, from)) {
    parts.push(data.subarray(from, at + 1), Buffer.from([0]));
    from = at + 1;
  }
  return Buffer.concat([...parts, data.subarray(from)]);
}
