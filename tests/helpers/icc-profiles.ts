// ICC profiles for tests (ICC.1:2001-04, version 2.4), written from published primaries, so that none of anybody else's is needed.

type Triple = readonly [number, number, number];
type Chromaticity = readonly [x: number, y: number];

interface RgbSpace {
  red: Chromaticity;
  green: Chromaticity;
  blue: Chromaticity;
  white: Chromaticity;
  curve: Curve;
}

/** A gamma, or the curve of sRGB. */
type Curve = number | 'srgb';

const d50: Triple = [0.9642, 1, 0.8249];
const d65: Chromaticity = [0.3127, 0.329];
const whiteOfD50: Chromaticity = [0.3457, 0.3585];

/** Primaries: IEC 61966-2-1, SMPTE RP 431-2 with D65, Adobe RGB (1998), ROMM RGB (ISO 22028-2), and Apple's former default. */
const spaces = {
  sRGB: { red: [0.64, 0.33], green: [0.3, 0.6], blue: [0.15, 0.06], white: d65, curve: 'srgb' },
  'Display P3': { red: [0.68, 0.32], green: [0.265, 0.69], blue: [0.15, 0.06], white: d65, curve: 'srgb' },
  'Adobe RGB': { red: [0.64, 0.33], green: [0.21, 0.71], blue: [0.15, 0.06], white: d65, curve: 2.19921875 },
  ProPhoto: { red: [0.7347, 0.2653], green: [0.1596, 0.8404], blue: [0.0366, 0.0001], white: whiteOfD50, curve: 1.8 },
  'Generic RGB': { red: [0.625, 0.34], green: [0.28, 0.595], blue: [0.155, 0.07], white: d65, curve: 1.8 },
} satisfies Record<string, RgbSpace>;

export type RgbSpaceName = keyof typeof spaces;

export function rgbProfile(name: RgbSpaceName): Buffer {
  const { curve, ...space }: RgbSpace = spaces[name];
  const columns = colorants(space);
  return profile('mntr', 'RGB ', 'XYZ ', {
    ...texts(`Made: ${name}`),
    wtpt: xyz(d50),
    rXYZ: xyz(columns[0]),
    gXYZ: xyz(columns[1]),
    bXYZ: xyz(columns[2]),
    rTRC: curveTag(curve),
    gTRC: curveTag(curve),
    bTRC: curveTag(curve),
  });
}

/** Grey with this gamma. */
export function greyProfile(gamma: number): Buffer {
  return profile('mntr', 'GRAY', 'XYZ ', { ...texts(`Made: gamma ${gamma}`), wtpt: xyz(d50), kTRC: curveTag(gamma) });
}

/** A press whose inks let a part of the light through, one on the other; with a table of five steps for each ink. */
export function cmykProfile(): Buffer {
  const steps = [0, 0.25, 0.5, 0.75, 1];
  const grid = steps.flatMap((c) =>
    steps.flatMap((m) => steps.flatMap((y) => steps.flatMap((k) => labWords(printed([c, m, y, k]))))),
  );
  const head = Buffer.alloc(52);
  head.write('mft2', 'latin1');
  head.set([4, 3, steps.length], 8);
  for (const at of [12, 28, 44]) head.writeInt32BE(0x10000, at);
  head.writeUInt16BE(2, 48);
  head.writeUInt16BE(2, 50);
  const straight = [0, 0xffff];
  const tables = words([...Array(4).fill(straight).flat(), ...grid, ...Array(3).fill(straight).flat()]);
  return profile('prtr', 'CMYK', 'Lab ', {
    ...texts('Made: press'),
    wtpt: xyz(d50),
    A2B0: Buffer.concat([head, tables]),
  });
}

/** What a full layer of each ink leaves of the light, in XYZ. */
const inks: readonly Triple[] = [
  [0.18, 0.26, 0.68],
  [0.36, 0.18, 0.22],
  [0.76, 0.8, 0.08],
  [0.02, 0.02, 0.02],
];

function printed(coverage: readonly number[]): Triple {
  const left = (channel: 0 | 1 | 2) =>
    inks.reduce((light, ink, index) => light * (1 - (coverage[index] ?? 0) * (1 - ink[channel])), 1);
  return [left(0), left(1), left(2)];
}

/** L*a*b* in the 16 bits of version 2, of XYZ relative to white. */
function labWords(light: Triple): number[] {
  const [x, y, z] = light.map((value) => (value > 216 / 24389 ? Math.cbrt(value) : (841 / 108) * value + 4 / 29));
  const [l, a, b] = [116 * (y ?? 0) - 16, 500 * ((x ?? 0) - (y ?? 0)), 200 * ((y ?? 0) - (z ?? 0))];
  return [(l / 100) * 0xff00, (a + 128) * 256, (b + 128) * 256].map((word) =>
    Math.min(0xffff, Math.max(0, Math.round(word))),
  );
}

/** The primaries in XYZ, so scaled that they add up to white, and adapted to D50 (Bradford). */
function colorants({ red, green, blue, white }: Omit<RgbSpace, 'curve'>): [Triple, Triple, Triple] {
  const primaries = [red, green, blue].map(lightOf) as [Triple, Triple, Triple];
  const share = multiplied(inverted(transposed(primaries)), lightOf(white));
  const adapt = adaptation(lightOf(white), d50);
  return primaries.map((light, index) =>
    multiplied(adapt, light.map((value) => value * (share[index] ?? 0)) as unknown as Triple),
  ) as [Triple, Triple, Triple];
}

function lightOf([x, y]: Chromaticity): Triple {
  return [x / y, 1, (1 - x - y) / y];
}

type Matrix = readonly [Triple, Triple, Triple];

const bradford: Matrix = [
  [0.8951, 0.2664, -0.1614],
  [-0.7502, 1.7135, 0.0367],
  [0.0389, -0.0685, 1.0296],
];

function adaptation(from: Triple, to: Triple): Matrix {
  const [one, other] = [multiplied(bradford, from), multiplied(bradford, to)];
  const scaled = bradford.map((row, index) => row.map((value) => (value * (other[index] ?? 0)) / (one[index] ?? 1)));
  const back = inverted(bradford);
  const columns = transposed(scaled as unknown as Matrix).map((column) => multiplied(back, column));
  return transposed(columns as unknown as Matrix);
}

function multiplied(matrix: Matrix, [x, y, z]: Triple): Triple {
  return matrix.map((row) => row[0] * x + row[1] * y + row[2] * z) as unknown as Triple;
}

function transposed([a, b, c]: Matrix): Matrix {
  return [
    [a[0], b[0], c[0]],
    [a[1], b[1], c[1]],
    [a[2], b[2], c[2]],
  ];
}

function inverted([a, b, c]: Matrix): Matrix {
  const cross = (one: Triple, other: Triple): Triple => [
    one[1] * other[2] - one[2] * other[1],
    one[2] * other[0] - one[0] * other[2],
    one[0] * other[1] - one[1] * other[0],
  ];
  const [bc, ca, ab] = [cross(b, c), cross(c, a), cross(a, b)];
  const size = a[0] * bc[0] + a[1] * bc[1] + a[2] * bc[2];
  const scaled = [bc, ca, ab].map((row) => row.map((value) => value / size));
  return transposed(scaled as unknown as Matrix);
}

function profile(kind: string, space: string, connection: string, tags: Record<string, Buffer>): Buffer {
  const entries = Object.entries(tags).map(([name, body]) => ({ name, body, padded: padded(body) }));
  const head = Buffer.alloc(128 + 4 + 12 * entries.length);
  head.writeUInt32BE(0x02400000, 8);
  head.write(`${kind}${space}${connection}`, 12, 'latin1');
  for (const [index, value] of [2026, 1, 1].entries()) head.writeUInt16BE(value, 24 + 2 * index);
  head.write('acsp', 36, 'latin1');
  xyz(d50).copy(head, 68, 8);
  head.writeUInt32BE(entries.length, 128);
  let at = head.length;
  for (const [index, { name, body, padded }] of entries.entries()) {
    head.write(name, 132 + 12 * index, 'latin1');
    head.writeUInt32BE(at, 136 + 12 * index);
    head.writeUInt32BE(body.length, 140 + 12 * index);
    at += padded.length;
  }
  head.writeUInt32BE(at, 0);
  return Buffer.concat([head, ...entries.map((entry) => entry.padded)]);
}

function padded(body: Buffer): Buffer {
  return Buffer.concat([body, Buffer.alloc((4 - (body.length % 4)) % 4)]);
}

function texts(description: string): Record<string, Buffer> {
  const desc = Buffer.alloc(12 + description.length + 1 + 78);
  desc.write('desc', 'latin1');
  desc.writeUInt32BE(description.length + 1, 8);
  desc.write(description, 12, 'latin1');
  return { desc, cprt: Buffer.from('text\0\0\0\0No rights reserved.\0', 'latin1') };
}

function xyz(values: Triple): Buffer {
  const tag = Buffer.alloc(20);
  tag.write('XYZ ', 'latin1');
  for (const [index, value] of values.entries()) tag.writeInt32BE(Math.round(value * 65536), 8 + 4 * index);
  return tag;
}

function curveTag(curve: Curve): Buffer {
  const entries =
    curve === 'srgb' ? Array.from({ length: 1024 }, (_, at) => srgbLight(at / 1023) * 65535) : [curve * 256];
  const head = Buffer.alloc(12);
  head.write('curv', 'latin1');
  head.writeUInt32BE(entries.length, 8);
  return Buffer.concat([head, words(entries)]);
}

function srgbLight(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function words(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  for (const [index, value] of values.entries()) bytes.writeUInt16BE(Math.round(value), index * 2);
  return bytes;
}
