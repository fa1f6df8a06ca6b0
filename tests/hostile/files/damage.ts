// What happens to files on their way, and what is done to them on purpose.

/** The file's first part, from 0 to 1. */
export function cutOff(file: Buffer, part: number): Buffer {
  return file.subarray(0, Math.floor(file.length * part));
}

/** One byte turned over, at a part of the file's length from 0 to 1. */
export function flippedAt(file: Buffer, part: number): Buffer {
  const copy = Buffer.from(file);
  const at = Math.floor(file.length * part);
  copy[at] = (copy[at] ?? 0) ^ 0xff;
  return copy;
}

/** The bytes replaced from an offset on. */
export function overwritten(file: Buffer, at: number, bytes: number[]): Buffer {
  const copy = Buffer.from(file);
  copy.set(bytes, at);
  return copy;
}

/** The first occurrence of some bytes replaced by others. @throws when there is none. */
export function replaced(file: Buffer, found: Buffer | string, by: Buffer | string): Buffer {
  const at = file.indexOf(found);
  if (at < 0) throw new Error('The bytes to be replaced are not there.');
  const from = Buffer.from(found as string, 'latin1');
  return Buffer.concat([file.subarray(0, at), Buffer.from(by as string, 'latin1'), file.subarray(at + from.length)]);
}
