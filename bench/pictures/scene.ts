// Draws a picture with the features of a photo that encoding time and file size depend on: soft areas, texture at every
// scale, hard edges and grain.

export interface SceneOptions {
  width: number;
  height: number;
  /** Transparent around the centre with a soft edge, like a cut-out product photo. */
  cutOut?: boolean;
}

/** Red, green, blue and alpha, row by row. */
export interface Pixels {
  data: Buffer;
  width: number;
  height: number;
}

const latticeSide = 256;
const octaves = 5;

/** Deterministic: the same options give the same pixels. */
export function drawScene({ width, height, cutOut = false }: SceneOptions): Pixels {
  const lattice = noise(latticeSide * latticeSide, 12_345);
  const grain = noise(65_536, 99);
  const data = Buffer.alloc(width * height * 4);
  const unit = Math.max(width, height);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 4) {
      const [u, v] = [x / unit, y / unit];
      const texture = textureAt(lattice, u, v);
      const speck = ((grain[(x * 31 + y * 17_011) & 0xffff] ?? 0) - 0.5) * 24;
      const bright = sceneBrightness(u, v) + (texture - 0.5) * 150 + speck;
      data[at] = clamped(bright * 1.05 + 20 * v);
      data[at + 1] = clamped(bright * (0.95 - 0.2 * u));
      data[at + 2] = clamped(bright * (0.8 + 0.3 * texture));
      data[at + 3] = cutOut ? clamped(900 - 2400 * Math.hypot(u - 0.5, v - (0.5 * height) / unit)) : 255;
    }
  }
  return { data, width, height };
}

/** Disks and stripes: hard edges, some of them finer than a pixel of the renditions. */
function sceneBrightness(u: number, v: number): number {
  if ((u - 0.3) ** 2 + (v - 0.25) ** 2 < 0.02) return 210;
  if (u > 0.55 && u < 0.8 && v > 0.4 && v < 0.65) return Math.floor(u * 120) % 2 === 0 ? 60 : 190;
  if (u > 0.1 && u < 0.35 && v > 0.5 && v < 0.7) return 40 + 300 * (u - 0.1);
  return 90 + 80 * v;
}

/** From 0 to 1; each octave has four times the detail and three fifths of the strength of the previous one. */
function textureAt(lattice: Float32Array, u: number, v: number): number {
  let sum = 0;
  let strength = 0.5;
  for (let octave = 0, scale = 4; octave < octaves; octave++, scale *= 4, strength *= 0.6) {
    sum += strength * between(lattice, u * scale, v * scale);
  }
  return sum;
}

function between(lattice: Float32Array, x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [right, down] = [x - left, y - top];
  const row = (top % latticeSide) * latticeSide;
  const next = ((top + 1) % latticeSide) * latticeSide;
  const [a, b] = [left % latticeSide, (left + 1) % latticeSide];
  const upper = (lattice[row + a] ?? 0) * (1 - right) + (lattice[row + b] ?? 0) * right;
  const lower = (lattice[next + a] ?? 0) * (1 - right) + (lattice[next + b] ?? 0) * right;
  return upper * (1 - down) + lower * down;
}

function noise(count: number, seed: number): Float32Array {
  const values = new Float32Array(count);
  let state = seed;
  for (let index = 0; index < count; index++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    values[index] = state / 2 ** 32;
  }
  return values;
}

function clamped(value: number): number {
  return Math.max(0, Math.min(255, Math.round(value)));
}
