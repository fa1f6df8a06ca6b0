// Builds PNGs byte by byte, in forms that no encoder produces.

import { crc32, deflateSync } from 'node:zlib';

/** A black RGB picture of 8 by 8 pixels that inflates to `dataBytes`, 207 of which are the picture. */
export function interlacedPng(dataBytes = 207): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(8, 0);
  header.writeUInt32BE(8, 4);
  // Bit depth 8, colours in RGB, and Adam7.
  header.set([8, 2, 0, 0, 1], 8);
  const data = deflateSync(Buffer.alloc(dataBytes));
  const half = Math.floor(data.length / 2);
  const chunks = [
    pngChunk('IHDR', header),
    pngChunk('IDAT', data.subarray(0, half)),
    pngChunk('IDAT', data.subarray(half)),
    pngChunk('IEND', Buffer.alloc(0)),
  ];
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...chunks]);
}

/** The file with an extra chunk after its header. */
export function withChunk(file: Buffer, type: string, body: Buffer): Buffer {
  const headerEnd = 33;
  return Buffer.concat([file.subarray(0, headerEnd), pngChunk(type, body), file.subarray(headerEnd)]);
}

/** A chunk with a correct checksum. */
function pngChunk(type: string, body: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length);
  sum.writeUInt32BE(crc32(typed));
  return Buffer.concat([length, typed, sum]);
}
