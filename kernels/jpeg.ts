// The heavy parts of a baseline JPEG encoder (ITU T.81) with halved chroma: from pixels to the symbols of the Huffman coder, and
// from symbols to bits. In between, the host makes the best Huffman tables for the symbols that were counted.

export { clear, reserve } from './memory';

const block = memory.data(256, 16);
const levels = memory.data(128, 16);
/** The last DC level of each component. */
const lastDc = memory.data(12, 4);

let counts: usize = 0;
let zigzag: usize = 0;
let token: usize = 0;

/**
 * Begins a picture. `symbolCounts`: 256 for each of four tables, DC and AC of luma, then of chroma. `steps`: for each of the
 * 64 steps of the zigzag, the byte offset of its level in a transposed block.
 */
export function begin(symbolCounts: usize, steps: usize): void {
  counts = symbolCounts;
  zigzag = steps;
  memory.fill(counts, 0, 4 * 256 * 4);
  memory.fill(lastDc, 0, 12);
  pending = 0;
  pendingBits = 0;
}

/**
 * Converts sixteen rows of RGBA, `padded` pixels apart, to luma and halved chroma: floats around zero. `padded` is a multiple of
 * sixteen; rows of luma are as long, those of chroma half as long. The pixels behind `width` are filled with the last one.
 */
export function convert(rows: usize, width: i32, padded: i32, luma: usize, blue: usize, red: usize): void {
  const rowBytes = (<usize>padded) << 2;
  for (let y = 0; y < 16; y += 2) {
    fillBehind(rows, width, padded);
    fillBehind(rows + rowBytes, width, padded);
    const end = rows + rowBytes;
    for (; rows < end; rows += 32, luma += 32, blue += 16, red += 16) {
      convertEight(rows, rows + rowBytes, luma, luma + rowBytes, blue, red);
    }
    rows += rowBytes;
    luma += rowBytes;
  }
}

function fillBehind(row: usize, width: i32, padded: i32): void {
  const last = load<u32>(row + ((<usize>(width - 1)) << 2));
  for (let x = width; x < padded; x++) store<u32>(row + ((<usize>x) << 2), last);
}

/** Eight pixels of two rows: sixteen of luma, four of either chroma. */
function convertEight(above: usize, below: usize, lumaAbove: usize, lumaBelow: usize, blue: usize, red: usize): void {
  const a = v128.load(above);
  const b = v128.load(above, 16);
  const c = v128.load(below);
  const d = v128.load(below, 16);
  v128.store(lumaAbove, lumaOf(channel(a, 0), channel(a, 8), channel(a, 16)));
  v128.store(lumaAbove, lumaOf(channel(b, 0), channel(b, 8), channel(b, 16)), 16);
  v128.store(lumaBelow, lumaOf(channel(c, 0), channel(c, 8), channel(c, 16)));
  v128.store(lumaBelow, lumaOf(channel(d, 0), channel(d, 8), channel(d, 16)), 16);
  const r = sumOfFours(a, b, c, d, 0);
  const g = sumOfFours(a, b, c, d, 8);
  const bl = sumOfFours(a, b, c, d, 16);
  v128.store(blue, weighted(r, g, bl, -0.168735892 / 4, -0.331264108 / 4, 0.5 / 4));
  v128.store(red, weighted(r, g, bl, 0.5 / 4, -0.418687589 / 4, -0.081312411 / 4));
}

/** One channel of four pixels as integers. */
function channel(pixels: v128, shift: i32): v128 {
  return v128.and(i32x4.shr_u(pixels, shift), i32x4.splat(0xff));
}

function lumaOf(r: v128, g: v128, b: v128): v128 {
  const sum = weighted(
    f32x4.convert_i32x4_s(r),
    f32x4.convert_i32x4_s(g),
    f32x4.convert_i32x4_s(b),
    0.299,
    0.587,
    0.114,
  );
  return f32x4.sub(sum, f32x4.splat(128));
}

function weighted(r: v128, g: v128, b: v128, red: f32, green: f32, blue: f32): v128 {
  const first = f32x4.add(f32x4.mul(r, f32x4.splat(red)), f32x4.mul(g, f32x4.splat(green)));
  return f32x4.add(first, f32x4.mul(b, f32x4.splat(blue)));
}

/** Sums of two by two pixels in one channel, as floats. */
function sumOfFours(a: v128, b: v128, c: v128, d: v128, shift: i32): v128 {
  const left = i32x4.add(channel(a, shift), channel(c, shift));
  const right = i32x4.add(channel(b, shift), channel(d, shift));
  const even = v128.shuffle<i32>(left, right, 0, 2, 4, 6);
  const odd = v128.shuffle<i32>(left, right, 1, 3, 5, 7);
  return f32x4.convert_i32x4_s(i32x4.add(even, odd));
}

/**
 * Turns a row of `units` (16 by 16 pixels each) into symbols, which are counted and written to `tokens`. `lumaScales` and
 * `chromaScales` divide the transformed values by their quantisation step. @returns the end of the tokens.
 */
export function encodeUnits(
  units: i32,
  padded: i32,
  luma: usize,
  blue: usize,
  red: usize,
  lumaScales: usize,
  chromaScales: usize,
  tokens: usize,
): usize {
  token = tokens;
  const rowBytes = (<usize>padded) << 2;
  const halfBytes = rowBytes >> 1;
  const lower = luma + (rowBytes << 3);
  for (let unit = 0; unit < units; unit++) {
    const at = (<usize>unit) << 6;
    encodeBlock(luma + at, rowBytes, lumaScales, 0);
    encodeBlock(luma + at + 32, rowBytes, lumaScales, 0);
    encodeBlock(lower + at, rowBytes, lumaScales, 0);
    encodeBlock(lower + at + 32, rowBytes, lumaScales, 0);
    encodeBlock(blue + (at >> 1), halfBytes, chromaScales, 1);
    encodeBlock(red + (at >> 1), halfBytes, chromaScales, 2);
  }
  return token;
}

function encodeBlock(values: usize, rowBytes: usize, scales: usize, component: usize): void {
  transformColumns(values, rowBytes, block);
  transformColumns(values + 16, rowBytes, block + 16);
  transpose();
  transformColumns(block, 32, block);
  transformColumns(block + 16, 32, block + 16);
  quantise(scales);
  const table = component === 0 ? 0 : 2;
  writeDc(table, lastDc + (component << 2));
  writeAc(table + 1);
}

/** The eight-point transform of Arai, Agui and Nakajima, for four columns; its results are scaled, which `scales` undoes. */
function transformColumns(from: usize, rowBytes: usize, to: usize): void {
  const r0 = v128.load(from);
  const r1 = v128.load(from + rowBytes);
  const r2 = v128.load(from + rowBytes * 2);
  const r3 = v128.load(from + rowBytes * 3);
  const r4 = v128.load(from + rowBytes * 4);
  const r5 = v128.load(from + rowBytes * 5);
  const r6 = v128.load(from + rowBytes * 6);
  const r7 = v128.load(from + rowBytes * 7);
  const s0 = f32x4.add(r0, r7);
  const d0 = f32x4.sub(r0, r7);
  const s1 = f32x4.add(r1, r6);
  const d1 = f32x4.sub(r1, r6);
  const s2 = f32x4.add(r2, r5);
  const d2 = f32x4.sub(r2, r5);
  const s3 = f32x4.add(r3, r4);
  const d3 = f32x4.sub(r3, r4);
  const e0 = f32x4.add(s0, s3);
  const e3 = f32x4.sub(s0, s3);
  const e1 = f32x4.add(s1, s2);
  const e2 = f32x4.sub(s1, s2);
  v128.store(to, f32x4.add(e0, e1));
  v128.store(to, f32x4.sub(e0, e1), 128);
  const turned = f32x4.mul(f32x4.add(e2, e3), f32x4.splat(Mathf.SQRT1_2));
  v128.store(to, f32x4.add(e3, turned), 64);
  v128.store(to, f32x4.sub(e3, turned), 192);
  const o0 = f32x4.add(d3, d2);
  const o1 = f32x4.add(d2, d1);
  const o2 = f32x4.add(d1, d0);
  const z5 = f32x4.mul(f32x4.sub(o0, o2), f32x4.splat(0.382683433));
  const z2 = f32x4.add(f32x4.mul(o0, f32x4.splat(0.5411961)), z5);
  const z4 = f32x4.add(f32x4.mul(o2, f32x4.splat(1.306562965)), z5);
  const z3 = f32x4.mul(o1, f32x4.splat(Mathf.SQRT1_2));
  const sum = f32x4.add(d0, z3);
  const rest = f32x4.sub(d0, z3);
  v128.store(to, f32x4.add(sum, z4), 32);
  v128.store(to, f32x4.sub(rest, z2), 96);
  v128.store(to, f32x4.add(rest, z2), 160);
  v128.store(to, f32x4.sub(sum, z4), 224);
}

/** Transposes the block, in four parts of four by four. */
function transpose(): void {
  transposePart(block, block);
  transposePart(block + 144, block + 144);
  const a = v128.load(block, 16);
  const b = v128.load(block, 48);
  const c = v128.load(block, 80);
  const d = v128.load(block, 112);
  transposePart(block + 128, block + 16);
  storeTransposed(a, b, c, d, block + 128);
}

function transposePart(from: usize, to: usize): void {
  storeTransposed(v128.load(from), v128.load(from, 32), v128.load(from, 64), v128.load(from, 96), to);
}

function storeTransposed(a: v128, b: v128, c: v128, d: v128, to: usize): void {
  const ab = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
  const cd = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
  const abHigh = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
  const cdHigh = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<i64>(ab, cd, 0, 2));
  v128.store(to, v128.shuffle<i64>(ab, cd, 1, 3), 32);
  v128.store(to, v128.shuffle<i64>(abHigh, cdHigh, 0, 2), 64);
  v128.store(to, v128.shuffle<i64>(abHigh, cdHigh, 1, 3), 96);
}

function quantise(scales: usize): void {
  for (let at: usize = 0; at < 256; at += 32) {
    const low = f32x4.nearest(f32x4.mul(v128.load(block + at), v128.load(scales + at)));
    const high = f32x4.nearest(f32x4.mul(v128.load(block + at, 16), v128.load(scales + at, 16)));
    const words = i16x8.narrow_i32x4_s(i32x4.trunc_sat_f32x4_s(low), i32x4.trunc_sat_f32x4_s(high));
    v128.store(levels + (at >> 1), words);
  }
}

/** A token: 16 bits that follow the symbol, the symbol, the table. The low four bits of a symbol say how many bits follow. */
function write(table: u32, symbol: u32, bits: u32): void {
  store<u32>(token, bits | (symbol << 16) | (table << 24));
  token += 4;
  const at = counts + (((<usize>table) << 10) | ((<usize>symbol) << 2));
  store<u32>(at, load<u32>(at) + 1);
}

/** How many bits a level takes, and which: those of a negative one are those of its magnitude, inverted. */
function sizeOf(level: i32): u32 {
  return 32 - clz<u32>(<u32>abs<i32>(level));
}

function bitsOf(level: i32, size: u32): u32 {
  return <u32>(level + (level >> 31)) & ((1 << size) - 1);
}

function writeDc(table: u32, last: usize): void {
  const level = <i32>load<i16>(levels);
  const step = level - load<i32>(last);
  store<i32>(last, level);
  const size = sizeOf(step);
  write(table, size, bitsOf(step, size));
}

function writeAc(table: u32): void {
  let zeros: u32 = 0;
  for (let step = zigzag + 1; step < zigzag + 64; step++) {
    const level = <i32>load<i16>(levels + <usize>load<u8>(step));
    if (level === 0) {
      zeros++;
      continue;
    }
    for (; zeros > 15; zeros -= 16) write(table, 0xf0, 0);
    const size = sizeOf(level);
    write(table, (zeros << 4) | size, bitsOf(level, size));
    zeros = 0;
  }
  if (zeros > 0) write(table, 0, 0);
}

let pending: u64 = 0;
let pendingBits: u64 = 0;

/**
 * Writes tokens as bits. `codes`: for each symbol of the four tables (256 apart) its code, with the code's length in bits 16 and
 * higher. A token takes at most eight bytes. @returns the end of the bytes.
 */
export function writeBits(tokens: usize, end: usize, codes: usize, to: usize): usize {
  for (; tokens < end; tokens += 4) {
    const one = load<u32>(tokens);
    const code = load<u32>(codes + ((<usize>(one >> 16)) << 2));
    const extra = (one >> 16) & 15;
    const length = (code >> 16) + extra;
    pending = (pending << length) | ((<u64>(code & 0xffff)) << extra) | (one & 0xffff);
    pendingBits += length;
    if (pendingBits >= 32) {
      pendingBits -= 32;
      to = writeWord(<u32>(pending >> pendingBits), to);
    }
  }
  return to;
}

/** Four bytes; a zero byte follows each that could be taken for a marker. */
function writeWord(word: u32, to: usize): usize {
  if ((~word - 0x01010101) & word & 0x80808080) {
    for (let shift = 24; shift >= 0; shift -= 8) to = writeByte((word >> shift) & 0xff, to);
    return to;
  }
  store<u32>(to, bswap<u32>(word));
  return to + 4;
}

function writeByte(byte: u32, to: usize): usize {
  store<u8>(to, byte);
  if (byte !== 0xff) return to + 1;
  store<u8>(to, 0, 1);
  return to + 2;
}

/** Writes the bits that are left, filled up with ones. @returns the end of the bytes. */
export function finish(to: usize): usize {
  const missing = (8 - (pendingBits & 7)) & 7;
  pending = (pending << missing) | ((1 << missing) - 1);
  for (pendingBits += missing; pendingBits > 0; pendingBits -= 8) {
    to = writeByte(<u32>(pending >> (pendingBits - 8)) & 0xff, to);
  }
  return to;
}
