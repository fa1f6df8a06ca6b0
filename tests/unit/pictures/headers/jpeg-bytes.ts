// Builds JPEGs marker by marker, in forms that no encoder would write.

/** A marker without a segment. */
export function marker(code: number): Buffer {
  return Buffer.from([0xff, code]);
}

/** A marker with its segment; the length covers itself and the body. */
export function segment(code: number, body: Buffer | number[] = []): Buffer {
  const bytes = Buffer.from(body);
  const length = bytes.length + 2;
  return Buffer.concat([Buffer.from([0xff, code, length >> 8, length & 255]), bytes]);
}

export interface FrameParts {
  /** Which start of frame: 0xc0 baseline, 0xc2 progressive. */
  code?: number;
  precision?: number;
  width: number;
  height: number;
  components?: number;
  /** Sampling factors per component: horizontal (four bits) and vertical. */
  sampling?: number[];
}

export function frame(parts: FrameParts): Buffer {
  const { code = 0xc0, precision = 8, width, height, components = 3, sampling = [] } = parts;
  const head = [precision, height >> 8, height & 255, width >> 8, width & 255, components];
  const each = Array.from({ length: components }, (_, index) => [index + 1, sampling[index] ?? 0x11, 0]).flat();
  return segment(code, [...head, ...each]);
}

export const startOfImage = marker(0xd8);
export const endOfImage = marker(0xd9);

/** An application segment with an EXIF block around a TIFF block. */
export function exifSegment(tiff: Buffer): Buffer {
  return segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]));
}

export interface TiffParts {
  order?: 'II' | 'MM';
  /** [tag, type, value]; values are SHORTs. */
  entries?: [tag: number, type: number, value: number][];
  magic?: number;
  directoryAt?: number;
  /** The declared number of entries, if it differs from the actual one. */
  count?: number;
}

/** A TIFF block with one directory. */
export function tiff({ order = 'MM', entries = [], magic = 42, directoryAt = 8, count }: TiffParts): Buffer {
  const bytes = Buffer.alloc(8 + 2 + entries.length * 12);
  const little = order === 'II';
  const short = (value: number, at: number) =>
    little ? bytes.writeUInt16LE(value, at) : bytes.writeUInt16BE(value, at);
  const long = (value: number, at: number) =>
    little ? bytes.writeUInt32LE(value, at) : bytes.writeUInt32BE(value, at);
  bytes.write(order, 'latin1');
  short(magic, 2);
  long(directoryAt, 4);
  short(count ?? entries.length, 8);
  entries.forEach(([tag, type, value], index) => {
    const at = 10 + index * 12;
    short(tag, at);
    short(type, at + 2);
    long(1, at + 4);
    short(value, at + 8);
  });
  return bytes;
}
