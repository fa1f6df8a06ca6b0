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

const withDecoder = wasmCodec<Decoder>('webpDecoder', () => import('@jsquash/webp/codec/dec/webp_dec.js'));
const withEncoder = wasmCodec<Encoder>('webpEncoder', () => import('@jsquash/webp/codec/enc/webp_enc_simd.js'));

/**
 * The pixels of a still WebP.
 * @param borrow whether they may stay in the decoder's memory, where they are valid until the thread decodes the next WebP.
 * @throws Error when it is damaged.
 */
export function decodeStillWebp(file: Uint8Array, borrow: boolean): Promise<Pixels> {
  return withDecoder(({ codec, isLarge }) => {
    const pixels = withoutCopy(() => codec.decode(file));
    if (!pixels) throw new Error('its picture data is damaged.');
    // A large instance is not used again, so its pixels need not be copied.
    return borrow || isLarge() ? pixels : { ...pixels, data: pixels.data.slice() };
  });
}

/** A WebP without metadata, with the picture's transparency. */
export function encodeWebp({ data, width, height }: JimpBitmap): Promise<Uint8Array> {
  return withEncoder(({ codec }) => {
    const file = codec.encode(data, width, height, options);
    if (!file) throw new Error(`A rendition of ${width} × ${height} could not be encoded as WebP.`);
    return Uint8Array.from(file);
  });
}
