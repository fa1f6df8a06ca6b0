// Shrinks pictures with Lanczos resampling, after halving those that are far too large. Rows go through a kernel one after
// the other, so that besides the result there are never more than a few of them.

import type { Area, Bitmap } from './bitmap';
import { makeRowShrinker } from './row-shrinker';
import { shrinkKernel } from './shrink-kernel';

type Size = Pick<Area, 'width' | 'height'>;

/** How much of a picture is handed to the kernel at a time. */
const stripBytes = 256 * 1024;

/**
 * An area of a bitmap, which may begin within a pixel, in a size that is not larger. Returns the bitmap itself when the area is
 * all of it at its own size.
 */
export function shrink(bitmap: Bitmap, area: Area, { width, height }: Size): Bitmap {
  if (area.width === width && area.height === height) return crop(bitmap, area);
  const [left, top] = [Math.floor(area.left), Math.floor(area.top)];
  const extent = { ...area, left: area.left - left, top: area.top - top };
  const coveredPixels = {
    left,
    top,
    width: Math.min(Math.ceil(extent.left + area.width), bitmap.width - left),
    height: Math.min(Math.ceil(extent.top + area.height), bitmap.height - top),
  };
  return resample(bitmap, coveredPixels, extent, { width, height });
}

/** `area` is in whole pixels; `extent` is the exact part of it, which may begin and end within a pixel. */
function resample(bitmap: Bitmap, area: Area, extent: Area, { width, height }: Size): Bitmap {
  const kernel = shrinkKernel();
  const data = Buffer.allocUnsafeSlow(width * height * 4);
  let at = 0;
  const shrinker = makeRowShrinker(
    kernel,
    { from: area, extent, to: { width, height }, opaque: bitmap.opaque },
    (row) => {
      data.set(kernel.bytes(row, width * 4), at);
      at += width * 4;
    },
  );
  const rowBytes = area.width * 4;
  const mostRows = Math.max(1, Math.floor(stripBytes / rowBytes));
  const strip = kernel.reserve(mostRows * rowBytes);
  for (let y = 0; y < area.height; y += mostRows) {
    const rows = Math.min(mostRows, area.height - y);
    copyRows(kernel.bytes(strip, rows * rowBytes), bitmap, { ...area, top: area.top + y, height: rows });
    for (let row = 0; row < rows; row++) shrinker.push(strip + row * rowBytes);
  }
  return { data, width, height, opaque: bitmap.opaque };
}

function copyRows(to: Uint8Array, bitmap: Bitmap, { left, top, width, height }: Area): void {
  for (let y = 0; y < height; y++) {
    const from = ((top + y) * bitmap.width + left) * 4;
    to.set(bitmap.data.subarray(from, from + width * 4), y * width * 4);
  }
}

function crop(bitmap: Bitmap, area: Area): Bitmap {
  const { width, height } = area;
  if (bitmap.width === width && bitmap.height === height) return bitmap;
  const data = Buffer.allocUnsafeSlow(width * height * 4);
  copyRows(data, bitmap, { ...area, left: Math.floor(area.left), top: Math.floor(area.top) });
  return { data, width, height, opaque: bitmap.opaque };
}
