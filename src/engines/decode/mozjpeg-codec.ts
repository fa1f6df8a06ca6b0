// MozJPEG in WebAssembly: several times faster than a codec in plain JavaScript.

import { bufferOf, type JimpBitmap } from '../pixels/bitmap';
import { type Pixels, wasmCodec, withoutCopy } from './wasm-codec';

/**
 * `quality` is on libjpeg's scale, but MozJPEG's files are smaller at the same visual quality. Not progressive: the search
 * for the best scans takes longer than everything else and saves only one byte in twenty.
 */
const options = {
  quality: 80,
  baseline: false,
  arithmetic: false,
  progressive: false,
  optimize_coding: true,
  smoothing: 0,
  /** YCbCr. */
  color_space: 3,
  quant_table: 3,
  trellis_multipass: false,
  trellis_opt_zero: false,
  trellis_opt_table: false,
  trellis_loops: 1,
  auto_subsample: true,
  chroma_subsample: 2,
  separate_chroma_quality: false,
  chroma_quality: 75,
};

/** Warnings of the decoder when a part of the picture is missing; others, such as stray bytes, are harmless. */
const damage = /premature end|bad huffman code/i;

interface Decoder {
  decode(file: Uint8Array, preserveOrientation: boolean): Pixels | null;
}
interface Encoder {
  encode(data: Uint8Array, width: number, height: number, settings: typeof options): Uint8Array | null;
}

const openDecoder = wasmCodec<Decoder>(
  () => import('@jsquash/jpeg/codec/dec/mozjpeg_dec.js'),
  '@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm',
);
const openEncoder = wasmCodec<Encoder>(
  () => import('@jsquash/jpeg/codec/enc/mozjpeg_enc.js'),
  '@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm',
);

/**
 * The pixels of an RGB or grey JPEG as stored: the caller applies the EXIF orientation.
 * @throws Error that names the damage.
 */
export async function decodeJpeg(file: Uint8Array): Promise<JimpBitmap> {
  const messages: string[] = [];
  const decoder = await openDecoder((message) => messages.push(message));
  const pixels = withoutCopy(() => {
    try {
      return decoder.decode(file, false);
    } catch (cause) {
      throw new Error(messages[0] ?? String(cause), { cause });
    }
  });
  const reason = messages.find((message) => damage.test(message));
  if (reason !== undefined || !pixels) throw new Error(reason ?? messages[0] ?? 'it contains no picture.');
  const { data, width, height } = pixels;
  return { data: bufferOf(data), width, height };
}

/** A JPEG without metadata; the alpha channel is ignored. */
export async function encodeJpeg({ data, width, height }: JimpBitmap): Promise<Uint8Array> {
  const messages: string[] = [];
  const encoder = await openEncoder((message) => messages.push(message));
  const file = encoder.encode(data, width, height, options);
  if (!file) throw new Error(`A rendition of ${width} × ${height} could not be encoded: ${messages[0]}`);
  return Uint8Array.from(file);
}
