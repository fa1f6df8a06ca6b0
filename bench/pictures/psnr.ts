// Computes the peak signal-to-noise ratio of two pictures, as seen on a white page.

export interface SeenPixels {
  /** Red, green, blue, and alpha where there are four. */
  data: Uint8Array;
  channels: 3 | 4;
}

/** For identical pictures. */
const same = 99;

/**
 * Peak signal-to-noise ratio in dB, blended with white; 99 for identical pictures.
 * @throws when the number of pixels differs.
 */
export function psnrOf(a: SeenPixels, b: SeenPixels): number {
  const [left, right] = [onWhite(a), onWhite(b)];
  if (left.length !== right.length) throw new Error(`${left.length} and ${right.length} values cannot be compared.`);
  let squares = 0;
  for (let at = 0; at < left.length; at++) squares += ((left[at] ?? 0) - (right[at] ?? 0)) ** 2;
  return squares === 0 ? same : 10 * Math.log10((255 ** 2 * left.length) / squares);
}

/** Three bytes per pixel. */
function onWhite({ data, channels }: SeenPixels): Uint8Array {
  if (channels === 3) return data;
  const seen = new Uint8Array((data.length / 4) * 3);
  for (let from = 0, to = 0; from < data.length; from += 4, to += 3) {
    const alpha = data[from + 3] ?? 255;
    for (let channel = 0; channel < 3; channel++) {
      seen[to + channel] = Math.round(((data[from + channel] ?? 0) * alpha) / 255 + 255 - alpha);
    }
  }
  return seen;
}
