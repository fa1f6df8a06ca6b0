// MozJPEG as WebAssembly: several times faster than a codec in plain JavaScript.

import type { Bitmap } from '../pixels/bitmap';
import { type Pixels, wasmCodec, withoutCopy } from './wasm-codec';

/**
 * Of libjpeg's scale. As MozJPEG does it, a file is smaller at it than one of libjpeg that looks as good; in one scan,
 * since the search for the best scans takes longer than all the rest and saves one byte in twenty.
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

/** What the decoder says when a part of the picture is missing; its other warnings, such as of stray bytes, do no harm. */
const damage = /premature end|bad huffman code/i;

interface Decoder {
  decode(file: ArrayBuffer, preserveOrientation: boolean): Pixels | null;
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
 * The pixels of a JPEG in RGB or grey as stored: an EXIF orientation is left to the caller. The file fills its buffer
 * from end to end.
 * @throws Error that tells what is damaged.
 */
export async function decodeJpeg(file: Uint8Array<ArrayBuffer>): Promise<Bitmap> {
  const said: string[] = [];
  const decoder = await openDecoder((message) => said.push(message));
  const pixels = withoutCopy(() => {
    try {
      return decoder.decode(file.buffer, false);
    } catch (cause) {
      throw new Error(said[0] ?? String(cause), { cause });
    }
  });
  const reason = said.find((message) => damage.test(message));
  if (reason !== undefined || !pixels) throw new Error(reason ?? said[0] ?? 'it holds no picture.');
  const { data, width, height } = pixels;
  return { data, width, height, opaque: true };
}

/** A JPEG without metadata; the alpha channel is ignored. */
export async function encodeJpeg({ data, width, height }: Bitmap): Promise<Uint8Array> {
  const said: string[] = [];
  const encoder = await openEncoder((message) => said.push(message));
  const file = encoder.encode(data, width, height, options);
  if (!file) throw new Error(`A rendition of ${width} × ${height} could not be encoded: ${said[0]}`);
  return Uint8Array.from(file);
}
