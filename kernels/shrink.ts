// Shrinks a picture row by row: halves rows, and resamples them with weights that the host computes. A pixel is one vector of
// four floats; the colours of a picture with transparent pixels are multiplied by their alpha in between.

export { clear, reserve } from './memory';

/** Each pixel of `to` is the mean of four: two of `above` and two of `below`, which begin there. */
export function halveOpaque(to: usize, above: usize, below: usize, width: i32): void {
  const two = i16x8.splat(2);
  const pairs = width & ~1;
  for (let x = 0; x < pairs; x += 2, to += 8, above += 16, below += 16) {
    const a = v128.load(above);
    const b = v128.load(below);
    const low = i16x8.add(i16x8.extend_low_i8x16_u(a), i16x8.extend_low_i8x16_u(b));
    const high = i16x8.add(i16x8.extend_high_i8x16_u(a), i16x8.extend_high_i8x16_u(b));
    const lefts = v128.shuffle<i64>(low, high, 0, 2);
    const rights = v128.shuffle<i64>(low, high, 1, 3);
    const mean = i16x8.shr_u(i16x8.add(i16x8.add(lefts, rights), two), 2);
    v128.store64_lane(to, i8x16.narrow_i16x8_u(mean, mean), 0);
  }
  if (width > pairs) store<u32>(to, meanOfFour(above, below));
}

function meanOfFour(above: usize, below: usize): u32 {
  let mean: u32 = 0;
  for (let channel: usize = 0; channel < 4; channel++) {
    const upper = <u32>load<u8>(above + channel) + load<u8>(above + channel + 4);
    const lower = <u32>load<u8>(below + channel) + load<u8>(below + channel + 4);
    mean |= ((upper + lower + 2) >> 2) << ((<u32>channel) << 3);
  }
  return mean;
}

/** The same for a picture with transparent pixels: what is invisible must not bleed in at edges. */
export function halve(to: usize, above: usize, below: usize, width: i32): void {
  for (let x = 0; x < width; x++, to += 4, above += 8, below += 8) {
    const one = pixel(above);
    const two = pixel(above + 4);
    const three = pixel(below);
    const four = pixel(below + 4);
    const sum = f32x4.add(f32x4.add(weighed(one), weighed(two)), f32x4.add(weighed(three), weighed(four)));
    const alpha = f32x4.extract_lane(sum, 3);
    const colours = f32x4.div(sum, f32x4.splat(alpha));
    const mean = f32x4.replace_lane(colours, 3, alpha * 0.25);
    store<u32>(to, alpha === 0 ? 0 : packed(mean));
  }
}

/** The four bytes at `at` as floats. */
function pixel(at: usize): v128 {
  const bytes = v128.load32_zero(at);
  return f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes)));
}

/** The colours times alpha, and alpha as it is. */
function weighed(rgba: v128): v128 {
  const alpha = f32x4.extract_lane(rgba, 3);
  return f32x4.replace_lane(f32x4.mul(rgba, f32x4.splat(alpha)), 3, alpha);
}

/** Rounded, as four bytes. */
function packed(rgba: v128): u32 {
  const words = i32x4.trunc_sat_f32x4_s(f32x4.nearest(rgba));
  const shorts = i16x8.narrow_i32x4_s(words, words);
  return <u32>i32x4.extract_lane(i8x16.narrow_i16x8_u(shorts, shorts), 0);
}

/** A row of `width` pixels as floats, 16 bytes a pixel. */
export function toFloats(to: usize, from: usize, width: i32, opaque: bool): void {
  if (opaque) {
    for (let x = 0; x < width; x++, to += 16, from += 4) v128.store(to, pixel(from));
    return;
  }
  for (let x = 0; x < width; x++, to += 16, from += 4) {
    const rgba = pixel(from);
    const alpha = f32x4.extract_lane(rgba, 3);
    const colours = f32x4.mul(rgba, f32x4.splat(alpha / 255));
    v128.store(to, f32x4.replace_lane(colours, 3, alpha));
  }
}

/**
 * Resamples a row of floats to `width` pixels. For each of them `first` has the first pixel of `from` that contributes,
 * `count` how many do, and `weights` their weights, `stride` apart.
 */
export function resampleRow(
  to: usize,
  from: usize,
  width: i32,
  first: usize,
  count: usize,
  weights: usize,
  stride: i32,
): void {
  for (let x = 0; x < width; x++) {
    let at = from + ((<usize>load<i32>(first + (x << 2))) << 4);
    let weight = weights;
    const end = weight + ((<usize>load<i32>(count + (x << 2))) << 2);
    let even = f32x4.splat(0);
    let odd = f32x4.splat(0);
    for (; weight + 4 < end; weight += 8, at += 32) {
      even = f32x4.add(even, f32x4.mul(v128.load(at), v128.load32_splat(weight)));
      odd = f32x4.add(odd, f32x4.mul(v128.load(at, 16), v128.load32_splat(weight, 4)));
    }
    if (weight < end) even = f32x4.add(even, f32x4.mul(v128.load(at), v128.load32_splat(weight)));
    v128.store(to, f32x4.add(even, odd));
    to += 16;
    weights += (<usize>stride) << 2;
  }
}

/** Adds up `count` weighted rows, whose addresses are at `rows`, into a row of `width` pixels with four bytes each. */
export function sumRows(to: usize, rows: usize, weights: usize, count: i32, width: i32, opaque: bool): void {
  const last = width & ~3;
  const end = rows + ((<usize>count) << 2);
  let offset: usize = 0;
  for (let x = 0; x < last; x += 4, offset += 64, to += 16) {
    let a = f32x4.splat(0);
    let b = f32x4.splat(0);
    let c = f32x4.splat(0);
    let d = f32x4.splat(0);
    let weight = weights;
    for (let row = rows; row < end; row += 4, weight += 4) {
      const at = <usize>load<u32>(row) + offset;
      const share = v128.load32_splat(weight);
      a = f32x4.add(a, f32x4.mul(v128.load(at), share));
      b = f32x4.add(b, f32x4.mul(v128.load(at, 16), share));
      c = f32x4.add(c, f32x4.mul(v128.load(at, 32), share));
      d = f32x4.add(d, f32x4.mul(v128.load(at, 48), share));
    }
    if (opaque) storeOpaque(to, a, b, c, d);
    else {
      store<u32>(to, packed(visible(a)));
      store<u32>(to, packed(visible(b)), 4);
      store<u32>(to, packed(visible(c)), 8);
      store<u32>(to, packed(visible(d)), 12);
    }
  }
  for (let x = last; x < width; x++, offset += 16, to += 4) {
    let sum = f32x4.splat(0);
    let weight = weights;
    for (let row = rows; row < end; row += 4, weight += 4) {
      const at = <usize>load<u32>(row) + offset;
      sum = f32x4.add(sum, f32x4.mul(v128.load(at), v128.load32_splat(weight)));
    }
    store<u32>(to, opaque ? packed(sum) | 0xff000000 : packed(visible(sum)));
  }
}

function storeOpaque(to: usize, a: v128, b: v128, c: v128, d: v128): void {
  const left = i16x8.narrow_i32x4_s(rounded(a), rounded(b));
  const right = i16x8.narrow_i32x4_s(rounded(c), rounded(d));
  v128.store(to, v128.or(i8x16.narrow_i16x8_u(left, right), i32x4.splat(0xff000000)));
}

function rounded(rgba: v128): v128 {
  return i32x4.trunc_sat_f32x4_s(f32x4.nearest(rgba));
}

/** Divides the colours by the alpha that they were multiplied by. */
function visible(rgba: v128): v128 {
  const alpha = f32x4.extract_lane(rgba, 3);
  if (alpha <= 0) return f32x4.splat(0);
  return f32x4.replace_lane(f32x4.mul(rgba, f32x4.splat(255 / alpha)), 3, alpha);
}
