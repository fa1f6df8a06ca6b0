// Halves width and height in one cheap pass: each new pixel is the mean of four. The result can overwrite
// pixels that were already read, so that halving a large picture takes no extra memory.

import type { Area, Bitmap } from './bitmap';

/**
 * An area of a bitmap at half its size; an odd last row or column is left out. With `overwrite` the result is written into
 * the bitmap's own memory, and the bitmap must not be used afterwards.
 */
export function halve(bitmap: Bitmap, area: Area, overwrite: boolean): Bitmap {
  const [width, height] = [area.width >> 1, area.height >> 1];
  const data = overwrite ? bitmap.data.subarray(0, width * height * 4) : Buffer.allocUnsafeSlow(width * height * 4);
  const halveRow = bitmap.opaque ? halveOpaqueRow : halveTransparentRow;
  for (let y = 0; y < height; y++) {
    const above = ((area.top + y * 2) * bitmap.width + area.left) * 4;
    halveRow(data.subarray(y * width * 4, (y + 1) * width * 4), bitmap.data, above, above + bitmap.width * 4);
  }
  return { data, width, height, opaque: bitmap.opaque };
}

function halveOpaqueRow(row: Uint8Array, data: Uint8Array, above: number, below: number): void {
  for (let to = 0, a = above, b = below; to < row.length; to += 4, a += 8, b += 8) {
    row[to] = ((data[a] ?? 0) + (data[a + 4] ?? 0) + (data[b] ?? 0) + (data[b + 4] ?? 0) + 2) >> 2;
    row[to + 1] = ((data[a + 1] ?? 0) + (data[a + 5] ?? 0) + (data[b + 1] ?? 0) + (data[b + 5] ?? 0) + 2) >> 2;
    row[to + 2] = ((data[a + 2] ?? 0) + (data[a + 6] ?? 0) + (data[b + 2] ?? 0) + (data[b + 6] ?? 0) + 2) >> 2;
    row[to + 3] = 255;
  }
}

/** Colours are weighted by their alpha: invisible colours must not bleed in at edges. */
function halveTransparentRow(row: Uint8Array, data: Uint8Array, above: number, below: number): void {
  for (let to = 0, a = above, b = below; to < row.length; to += 4, a += 8, b += 8) {
    const one = data[a + 3] ?? 0;
    const two = data[a + 7] ?? 0;
    const three = data[b + 3] ?? 0;
    const four = data[b + 7] ?? 0;
    const alpha = one + two + three + four;
    if (alpha === 0) {
      row.fill(0, to, to + 4);
      continue;
    }
    for (let channel = 0; channel < 3; channel++) {
      const upper = (data[a + channel] ?? 0) * one + (data[a + channel + 4] ?? 0) * two;
      const lower = (data[b + channel] ?? 0) * three + (data[b + channel + 4] ?? 0) * four;
      row[to + channel] = Math.round((upper + lower) / alpha);
    }
    row[to + 3] = (alpha + 2) >> 2;
  }
}
