// Google's WebP codec in WebAssembly.

import type { JimpBitmap } from '../pixels/bitmap';
import { type Pixels, wasmCodec, withoutCopy } from './wasm-codec';

/** Looks like the JPEG of the same size, with three quarters of its bytes. */
const options = {
  quality: 80,
  target_size: 0,
  target_PSNR: 0,
  /** Effort, 0 (fast) to 6 (small): up to 4 each step pays off. */
  method: 4,
  sns_strength: 50,
  filter_strength: 60,
  filter_sharpness: 0,
  filter_type: 1,
  partitions: 0,
  segments: 4,
  pass: 1,
  show_compressed: 0,
  preprocessing: 0,
  autofilter: 0,
  partition_limit: 0,
  alpha_compression: 1,
  alpha_filtering: 1,
  alpha_quality: 100,
  lossless: 0,
  exact: 0,
  image_hint: 0,
  emulate_jpeg_size: 0,
  thread_level: 0,
  low_memory: 0,
  near_lossless: 100,
  use_delta_palette: 0,
  use_sharp_yuv: 0,
};

interface Decoder {
  decode(file: Uint8Array): Pixels | null;
}
interface Encoder {
  encode(data: Uint8Array, width: number, height: number, settings: typeof options): Uint8Array | null;
}

const openDecoder = wasmCodec<Decoder>(
  () => import('@jsquash/webp/codec/dec/webp_dec.js'),
  '@jsquash/webp/codec/dec/webp_dec.wasm',
);
const openEncoder = wasmCodec<Encoder>(
  () => import('@jsquash/webp/codec/enc/webp_enc_simd.js'),
  '@jsquash/webp/codec/enc/webp_enc_simd.wasm',
);

/**
 * The pixels of a still WebP.
 * @throws Error when it is damaged.
 */
export async function decodeStillWebp(file: Uint8Array): Promise<Pixels> {
  const decoder = await openDecoder();
  const pixels = withoutCopy(() => decoder.decode(file));
  if (!pixels) throw new Error('its picture data is damaged.');
  return pixels;
}

/** A WebP without metadata, with the picture's transparency. */
export async function encodeWebp({ data, width, height }: JimpBitmap): Promise<Uint8Array> {
  const file = (await openEncoder()).encode(data, width, height, options);
  if (!file) throw new Error(`A rendition of ${width} × ${height} could not be encoded as WebP.`);
  return Uint8Array.from(file);
}
