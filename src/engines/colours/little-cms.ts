// Little CMS in WebAssembly, which converts colours by ICC profiles. Its package's own functions pass profiles on the stack, which
// those of printing presses overflow, so this calls the library's functions with memory of its own.

import { wasmCodec } from '../decode/wasm-codec';

interface LittleCms {
  HEAPU8: Uint8Array;
  _malloc(bytes: number): number;
  _free(address: number): void;
  _cmsOpenProfileFromMem(address: number, bytes: number): number;
  _cmsCloseProfile(profile: number): void;
  _cmsCreate_sRGBProfile(): number;
  /** The colour space of a profile: four letters as a number. */
  _cmsGetColorSpace(profile: number): number;
  _cmsCreateTransform(
    from: number,
    format: number,
    to: number,
    toFormat: number,
    intent: number,
    flags: number,
  ): number;
  _cmsDoTransform(transform: number, from: number, to: number, pixels: number): void;
  _cmsDeleteTransform(transform: number): void;
}

/** How pixels are laid out: the library's TYPE_GRAY_8, TYPE_RGBA_8, and TYPE_CMYK_8_REV, in which 255 is no ink. */
const formats = {
  grey: { space: 0x47524159, format: (3 << 16) | (1 << 3) | 1, bytes: 1 },
  rgb: { space: 0x52474220, format: (4 << 16) | (1 << 7) | (3 << 3) | 1, bytes: 4 },
  cmyk: { space: 0x434d594b, format: (6 << 16) | (1 << 13) | (4 << 3) | 1, bytes: 4 },
} as const;

export type ProfileSpace = keyof typeof formats;

const rgba = formats.rgb;
const perceptual = 0;
/** Converted at a time. */
const pixelsPerStrip = 64 * 1024;

const withLittleCms = wasmCodec<LittleCms>('colours', () => import('lcms-wasm'));

/**
 * Runs `work` with a function that converts pixels by a profile: of one byte (grey) or four (RGB and a byte that is kept, or
 * CMYK with 255 for no ink) to four of sRGB. Returns undefined when the profile is of another space or cannot be used.
 */
export async function withProfile<T>(
  profile: Uint8Array,
  space: ProfileSpace,
  work: (convert: (from: Uint8Array, to: Uint8Array) => void) => T,
): Promise<T | undefined> {
  return withLittleCms(({ codec: cms }) => {
    const opened = openProfile(cms, profile);
    if (opened === 0) return undefined;
    const srgb = cms._cmsCreate_sRGBProfile();
    const { space: expected, format, bytes } = formats[space];
    const fits = cms._cmsGetColorSpace(opened) >>> 0 === expected;
    const transform = fits ? cms._cmsCreateTransform(opened, format, srgb, rgba.format, perceptual, 0) : 0;
    const strip = cms._malloc(pixelsPerStrip * rgba.bytes);
    const convert = (from: Uint8Array, to: Uint8Array) => {
      for (let pixel = 0; pixel * rgba.bytes < to.length; pixel += pixelsPerStrip) {
        const part = from.subarray(pixel * bytes, (pixel + pixelsPerStrip) * bytes);
        const source = bytes === rgba.bytes ? strip : strip + pixelsPerStrip * (rgba.bytes - bytes);
        cms.HEAPU8.set(part, source);
        cms._cmsDoTransform(transform, source, strip, part.length / bytes);
        to.set(cms.HEAPU8.subarray(strip, strip + (part.length / bytes) * rgba.bytes), pixel * rgba.bytes);
      }
    };
    const result = transform === 0 ? undefined : work(convert);
    cms._free(strip);
    if (transform !== 0) cms._cmsDeleteTransform(transform);
    for (const one of [srgb, opened]) cms._cmsCloseProfile(one);
    return result;
  });
}

function openProfile(cms: LittleCms, profile: Uint8Array): number {
  const address = cms._malloc(profile.length);
  cms.HEAPU8.set(profile, address);
  const opened = cms._cmsOpenProfileFromMem(address, profile.length);
  cms._free(address);
  return opened;
}
