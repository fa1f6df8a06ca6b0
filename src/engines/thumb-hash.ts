// The placeholder shown while a picture loads: a ThumbHash, about 25 bytes with its colours, shapes and transparency.

/** The largest side that ThumbHash accepts. */
const hashedSide = 100;

/** The size to which a picture is scaled for hashing. */
export function hashedSize({ width, height }: { width: number; height: number }): { width: number; height: number } {
  const scale = Math.min(1, hashedSide / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** The ThumbHash of RGBA pixels, in Base64. */
export async function thumbHash(data: Uint8Array, width: number, height: number): Promise<string> {
  const { rgbaToThumbHash } = await import('thumbhash');
  return Buffer.from(rgbaToThumbHash(width, height, data)).toString('base64');
}
