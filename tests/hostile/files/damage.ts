// Damages files as a broken transfer or an attacker does.

/** The beginning of the file, as a fraction from 0 to 1. */
export function cutOff(file: Buffer, part: number): Buffer {
  return file.subarray(0, Math.floor(file.length * part));
}

/** Inverts one byte, at a fraction of the file's length from 0 to 1. */
export function flippedAt(file: Buffer, part: number): Buffer {
  const copy = Buffer.from(file);
  const at = Math.floor(file.length * part);
  copy[at] = (copy[at] ?? 0) ^ 0xff;
  return copy;
}

/** Replaces the bytes from an offset on. */
export function overwritten(file: Buffer, at: number, bytes: number[]): Buffer {
  const copy = Buffer.from(file);
  copy.set(bytes, at);
  return copy;
}

/** Replaces the first occurrence of some bytes. @throws when there is none. */
export function replaced(file: Buffer, found: Buffer | string, by: Buffer | string): Buffer {
  const at = file.indexOf(found);
  if (at < 0) throw new Error('The bytes to be replaced are not there.');
  const from = Buffer.from(found as string, 'latin1');
  return Buffer.concat([file.subarray(0, at), Buffer.from(by as string, 'latin1'), file.subarray(at + from.length)]);
}
