// Demo steps for pictures: one upload becomes four renditions of the documented sizes.

import type { Picture, Product, Rendition, UploadTicket } from '../../client/api-types';
import { readJpegHeader } from '../shop/jpeg-header';
import { readPictureHeader } from '../shop/picture-header';
import type { Shop } from '../shop/shop-client';
import { pictureEnd, requestTicket, upload } from '../shop/upload-picture';
import { type PictureHeader, uprightSize } from '../shop/upright-size';
import type { Outcome, Print } from './step';

/** Documented maximum widths in pixels. `thumb` is a square crop; the others keep the aspect ratio. */
export const promisedSizes = { thumb: 200, small: 400, medium: 800, large: 1600 };

export async function askForTicket(shop: Shop, product: Product): Promise<Outcome<UploadTicket>> {
  const ticket = await requestTicket(shop, product.sku);
  return { result: `${ticket.pictureId}, valid until ${ticket.expiresAt.slice(11, 19)} UTC`, value: ticket };
}

export async function uploadPhoto(ticket: UploadTicket, photo: Buffer): Promise<Outcome<PictureHeader>> {
  const header = readPictureHeader(photo);
  await upload(ticket, photo, header.type);
  const { width, height, orientation = 'none' } = header;
  return { result: `${width}×${height}, EXIF orientation ${orientation}, ${photo.length} bytes`, value: header };
}

export async function waitForRenditions(shop: Shop, ticket: UploadTicket): Promise<Outcome<Picture>> {
  const picture = await pictureEnd(shop, ticket.pictureId);
  if (picture.state !== 'ready') throw new Error(`the picture is ${picture.state}: ${picture.code} ${picture.detail}`);
  return { result: `ready, ${picture.renditions?.length ?? 0} renditions`, value: picture };
}

/** Downloads every rendition and compares its header with the size that follows from the source's size and orientation. */
export async function checkRenditions(
  shop: Shop,
  source: PictureHeader,
  picture: Picture,
  print: Print,
): Promise<Outcome<null>> {
  const upright = uprightSize(source);
  for (const [name, width, height] of expectedSizes(upright)) {
    const rendition = renditionNamed(picture, name);
    const bytes = await shop.download(rendition.url);
    const found = readJpegHeader(bytes);
    print(`${name.padEnd(6)} ${found.width}×${found.height}, ${bytes.length} bytes, ${rendition.url}`);
    if (found.width !== width || Math.abs(found.height - height) > 1) {
      throw new Error(`${name} is ${found.width}×${found.height}, expected ${width}×${height}`);
    }
    if ((found.orientation ?? 1) !== 1) throw new Error(`${name} still has EXIF orientation ${found.orientation}`);
  }
  return { result: `all correct for an upright picture of ${upright.width}×${upright.height}`, value: null };
}

function expectedSizes(upright: { width: number; height: number }): [name: string, width: number, height: number][] {
  const { thumb, ...widths } = promisedSizes;
  const scaled = Object.entries(widths).map(([name, limit]): [string, number, number] => {
    const width = Math.min(limit, upright.width);
    return [name, width, Math.round((upright.height * width) / upright.width)];
  });
  const side = Math.min(thumb, upright.width, upright.height);
  return [['thumb', side, side], ...scaled];
}

function renditionNamed(picture: Picture, name: string): Rendition {
  const rendition = picture.renditions?.find((one) => one.name === name && one.contentType === 'image/jpeg');
  if (!rendition) throw new Error(`there is no JPEG rendition "${name}"`);
  return rendition;
}
