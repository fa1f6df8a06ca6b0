// What stands in a picture's place while it loads: a ThumbHash, 25 bytes that keep its colours, shapes and transparency.

/** The largest side that a hash is made of. */
const hashedSide = 100;

/** The size in which a picture is hashed. */
export function hashedSize({ width, height }: { width: number; height: number }): { width: number; height: number } {
  const scale = Math.min(1, hashedSide / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** The ThumbHash of pixels of four bytes, in Base64. */
export async function thumbHash(data: Uint8Array, width: number, height: number): Promise<string> {
  const { rgbaToThumbHash } = await import('thumbhash');
  return Buffer.from(rgbaToThumbHash(width, height, data)).toString('base64');
}
