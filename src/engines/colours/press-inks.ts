// Converts inks without a profile to what they look like in print, as most CMYK files are made for a coated paper. A model of
// our own: the colours of the 16 overprints (Neugebauer's primaries) are mixed by the area that each covers, with a dot gain
// for each ink. Its numbers were fitted to a print on coated paper; docs/decisions.md says how well.

interface Model {
  /** The exponent for each ink's coverage: cyan, magenta, yellow, black. */
  gain: readonly number[];
  /** What each overprint gives; bit 0 of the index is cyan, bit 3 black. Beyond 0 and 255 when sRGB has no such colour. */
  overprints: readonly number[];
}

const red: Model = {
  gain: [0.85, 1.2, 1.2, 0.8],
  overprints: [255, -59, 226, 28, 243, -31, 230, 28, 4, 4, 19, -7, 17, -3, 13, -4],
};
const green: Model = {
  gain: [1.1, 0.75, 3.75, 0.7],
  overprints: [255, 148, -2, 16, 221, 144, 14, 16, -10, 5, 4, -9, 3, 1, -3, -7],
};
const blue: Model = {
  gain: [1.7, 1.1, 0.75, 0.75],
  overprints: [255, 216, 129, 123, -22, 36, 11, 25, -5, 6, 4, 1, 5, -8, -10, -8],
};

/** For each ink value, 255 for none, the share of paper that is left free. */
const free = [red, green, blue].map(({ gain }) =>
  gain.map((exponent) => Float64Array.from({ length: 256 }, (_, value) => (value / 255) ** exponent)),
);

/** Converts pixels of four inks, 255 for none, to RGBA in place. */
export function inksToColours(pixels: Uint8Array): void {
  const channels = [red, green, blue].map(({ overprints }, index) => makeMixer(overprints, free[index] ?? []));
  let last = -1;
  let colour = [0, 0, 0];
  for (let at = 0; at < pixels.length; at += 4) {
    const [cyan = 0, magenta = 0, yellow = 0, black = 0] = [pixels[at], pixels[at + 1], pixels[at + 2], pixels[at + 3]];
    const inks = ((cyan << 24) | (magenta << 16) | (yellow << 8) | black) >>> 0;
    if (inks !== last) {
      colour = channels.map((mix) => mix(cyan, magenta, yellow, black));
      last = inks;
    }
    pixels[at] = colour[0] ?? 0;
    pixels[at + 1] = colour[1] ?? 0;
    pixels[at + 2] = colour[2] ?? 0;
    pixels[at + 3] = 255;
  }
}

type Mix = (cyan: number, magenta: number, yellow: number, black: number) => number;

function makeMixer(overprints: readonly number[], shares: readonly Float64Array[]): Mix {
  const mixed = new Float64Array(16);
  return (...inks) => {
    mixed.set(overprints);
    // Ink by ink, the overprints with and without it become one.
    for (let ink = 3; ink >= 0; ink--) {
      const share = shares[ink]?.[inks[ink] ?? 0] ?? 0;
      for (let index = 0; index < 1 << ink; index++) {
        mixed[index] = (mixed[index] ?? 0) * share + (mixed[index + (1 << ink)] ?? 0) * (1 - share);
      }
    }
    return Math.min(255, Math.max(0, Math.round(mixed[0] ?? 0)));
  };
}
