// The weights of Lanczos resampling with three lobes: how much each source pixel of a line contributes to each new one.

export interface LanczosWeights {
  /** For each new pixel, the first source pixel and the number of source pixels that contribute to it. */
  first: Int32Array;
  count: Int32Array;
  /** `stride` entries per new pixel; its weights add up to 1. */
  weights: Float32Array;
  stride: number;
}

const lobes = 3;

/**
 * The weights to resample a line of `from` pixels to `to` pixels. Each new pixel covers `scale` source pixels (at
 * least one), and the first begins at `start`.
 */
export function lanczosWeights(from: number, start: number, scale: number, to: number): LanczosWeights {
  const radius = lobes * scale;
  const stride = Math.ceil(radius) * 2 + 1;
  const first = new Int32Array(to);
  const count = new Int32Array(to);
  const weights = new Float32Array(to * stride);
  for (let index = 0; index < to; index++) {
    const centre = start + (index + 0.5) * scale;
    const begin = Math.max(0, Math.ceil(centre - radius - 0.5));
    const end = Math.min(from, Math.floor(centre + radius - 0.5) + 1);
    const own = weights.subarray(index * stride, index * stride + end - begin);
    let sum = 0;
    for (let at = 0; at < own.length; at++) {
      const weight = lanczos((begin + at + 0.5 - centre) / scale);
      own[at] = weight;
      sum += weight;
    }
    for (let at = 0; at < own.length; at++) own[at] = (own[at] ?? 0) / sum;
    first[index] = begin;
    count[index] = end - begin;
  }
  return { first, count, weights, stride };
}

function lanczos(distance: number): number {
  if (distance === 0) return 1;
  if (Math.abs(distance) >= lobes) return 0;
  const angle = Math.PI * distance;
  return (lobes * Math.sin(angle) * Math.sin(angle / lobes)) / angle ** 2;
}
