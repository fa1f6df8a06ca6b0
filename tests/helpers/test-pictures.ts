// Pictures of every supported kind, drawn with libvips, with four coloured quarters that show their rotation.

import sharp, { type Sharp } from 'sharp';
import { type ExifOrientation, withExifOrientation } from '../../scripts/demo-photo';
import { quarters } from './jpeg';

export type Colours = Record<keyof typeof quarters, readonly number[]>;

/** Four quarters; with `alpha` the lower two are half transparent. */
export function drawn(width: number, height: number, alpha = false): Sharp {
  const channels = alpha ? 4 : 3;
  const row = (left: readonly number[], right: readonly number[], opacity: number) => {
    const colour = ([red = 0, green = 0, blue = 0]: readonly number[]) =>
      Buffer.from(alpha ? [red, green, blue, opacity] : [red, green, blue]);
    const half = Math.ceil(width / 2);
    return Buffer.concat([
      Buffer.alloc(half * channels, colour(left)),
      Buffer.alloc((width - half) * channels, colour(right)),
    ]);
  };
  const top = Math.ceil(height / 2);
  const rows = [
    ...Array(top).fill(row(quarters.topLeft, quarters.topRight, 255)),
    ...Array(height - top).fill(row(quarters.bottomLeft, quarters.bottomRight, 128)),
  ];
  return sharp(Buffer.concat(rows), { raw: { width, height, channels } });
}

export async function drawnJpeg(width: number, height: number, orientation?: ExifOrientation): Promise<Buffer> {
  const jpeg = await drawn(width, height).jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer();
  return orientation === undefined ? jpeg : withExifOrientation(jpeg, orientation);
}

/** Two frames: first the quarters, then all white. */
export async function animated(type: 'webp' | 'gif', width: number, height: number): Promise<Buffer> {
  const first = await drawn(width, height).png().toBuffer();
  const second = await sharp({ create: { width, height, channels: 3, background: 'white' } })
    .png()
    .toBuffer();
  const pages = sharp([first, second], { join: { animated: true } });
  return type === 'gif' ? pages.gif().toBuffer() : pages.webp({ quality: 95 }).toBuffer();
}

/** [red, green, blue, alpha] at the centre of each quarter, for any file type. */
export async function coloursOf(file: Uint8Array): Promise<Colours> {
  const { data, info } = await sharp(file).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number) => {
    const pixel = (Math.floor(y * info.height) * info.width + Math.floor(x * info.width)) * 4;
    return [...data.subarray(pixel, pixel + 4)];
  };
  return {
    topLeft: at(0.25, 0.25),
    topRight: at(0.75, 0.25),
    bottomLeft: at(0.25, 0.75),
    bottomRight: at(0.75, 0.75),
  };
}
