// Builds the zlib stream of gigabytes of zeros without compressing gigabytes, by repeating one compressed block.

import { constants, deflateRawSync } from 'node:zlib';

const blockBytes = 1 << 20;

/** A zlib stream (RFC 1950) that inflates to that many zero bytes. */
export function packedZeros(bytes: number): Buffer {
  const block = packedBlock(blockBytes);
  const whole: Buffer[] = Array(Math.floor(bytes / blockBytes)).fill(block);
  const header = Buffer.from([0x78, 0x01]);
  const rest = deflateRawSync(Buffer.alloc(bytes % blockBytes));
  return Buffer.concat([header, ...whole, rest, checksum(bytes)]);
}

/** Ends at a byte boundary and has no back-references beyond itself, so that it can be repeated. */
function packedBlock(bytes: number): Buffer {
  return deflateRawSync(Buffer.alloc(bytes), { finishFlush: constants.Z_FULL_FLUSH });
}

/** Adler-32 of zeros: the first sum stays 1, the second is the number of bytes. */
function checksum(bytes: number): Buffer {
  const sum = Buffer.alloc(4);
  sum.writeUInt16BE(bytes % 65_521, 0);
  sum.writeUInt16BE(1, 2);
  return sum;
}
