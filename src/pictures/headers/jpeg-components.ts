// The components of a JPEG's frame and what its scans have given for each of them (ITU T.81, A.2 and G.1.1).

export interface JpegFrame {
  isProgressive: boolean;
  width: number;
  height: number;
  components: JpegComponent[];
}

export interface JpegComponent {
  id: number;
  across: number;
  down: number;
  /** Blocks in each direction that a scan of this component alone has. */
  blocksAcross: number;
  blocksDown: number;
  /** Blocks in a row, with those that only fill up the units of a scan of several components. */
  stride: number;
  /** Two words for each block: which coefficients are not zero. Only for a progressive picture, once it is needed. */
  known: Uint32Array;
  /** For each coefficient, how many of its lowest bits are still missing; 255 when all are. */
  missing: Uint8Array;
}

/** Units of a scan with several components, in each direction. */
export function unitsOf({ width, height, components }: JpegFrame): { across: number; down: number } {
  const across = Math.ceil(width / (8 * Math.max(...components.map((one) => one.across))));
  const down = Math.ceil(height / (8 * Math.max(...components.map((one) => one.down))));
  return { across, down };
}

/** Reads the body of a start of frame that the header check has accepted; undefined when it is too short. */
export function readJpegFrame(body: Uint8Array, isProgressive: boolean): JpegFrame | undefined {
  const count = body[5] ?? 0;
  if (count === 0 || body.length < 6 + 3 * count) return undefined;
  const [height, width] = [(body[1] ?? 0) * 256 + (body[2] ?? 0), (body[3] ?? 0) * 256 + (body[4] ?? 0)];
  const factors = Array.from({ length: count }, (_, index) => body[7 + 3 * index] ?? 0);
  const [mostAcross, mostDown] = [
    Math.max(...factors.map((one) => one >> 4)),
    Math.max(...factors.map((one) => one & 15)),
  ];
  if (factors.some((one) => one >> 4 === 0 || (one & 15) === 0)) return undefined;
  const components = factors.map((factor, index) => {
    const [across, down] = [factor >> 4, factor & 15];
    return {
      id: body[6 + 3 * index] ?? 0,
      across,
      down,
      blocksAcross: Math.ceil(Math.ceil((width * across) / mostAcross) / 8),
      blocksDown: Math.ceil(Math.ceil((height * down) / mostDown) / 8),
      stride: Math.ceil(width / (8 * mostAcross)) * across,
      known: new Uint32Array(0),
      missing: new Uint8Array(64).fill(255),
    };
  });
  return { isProgressive, width, height, components };
}

/** Sets aside what a progressive scan needs to know of a component's blocks. */
export function rememberBlocks(component: JpegComponent, down: number): void {
  if (component.known.length === 0) component.known = new Uint32Array(component.stride * down * component.down * 2);
}

/** Whether every component has come; to the last bit, when the file has no end mark that says that no more was meant to. */
export function isComplete({ components }: JpegFrame, hasEndMark: boolean): boolean {
  return components.every(({ missing }) => (hasEndMark ? missing[0] !== 255 : missing.every((bits) => bits === 0)));
}
