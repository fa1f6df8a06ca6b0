// The quantisation of JPEG renditions: N. Robidoux' table, which MozJPEG and libvips know as number 3. It spends its bytes more
// evenly on coarse and fine detail than the table of the standard.

const base = [
  16, 16, 16, 18, 25, 37, 56, 85, 16, 17, 20, 27, 34, 40, 53, 75, 16, 20, 24, 31, 43, 62, 91, 135, 18, 27, 31, 40, 53,
  74, 106, 156, 25, 34, 43, 53, 69, 94, 131, 189, 37, 40, 62, 74, 94, 124, 169, 238, 56, 53, 91, 106, 131, 169, 226,
  311, 85, 75, 135, 156, 189, 238, 311, 418,
];

/** The steps in natural order, for a quality from 1 to 100 on libjpeg's scale. */
export function quantisationSteps(quality: number): Uint8Array {
  const percent = quality < 50 ? 5000 / quality : 200 - 2 * quality;
  return Uint8Array.from(base, (step) => Math.min(255, Math.max(1, Math.floor((step * percent + 50) / 100))));
}

/** How the kernel's transform scales the coefficients of a row or column. */
const scales = Array.from({ length: 8 }, (_, at) => (at === 0 ? 1 : Math.SQRT2 * Math.cos((at * Math.PI) / 16)));

/** By what the kernel multiplies its transposed coefficients, to undo its scale and divide by the steps. */
export function quantisationScales(steps: Uint8Array): Float32Array {
  return Float32Array.from(steps, (_, at) => {
    const [across, down] = [at >> 3, at & 7];
    const step = steps[down * 8 + across] ?? 1;
    return 1 / (8 * step * (scales[across] ?? 1) * (scales[down] ?? 1));
  });
}
