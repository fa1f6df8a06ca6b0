// Uploads pictures as browsers do, a few at a time.

import type { Shop } from '../../../scripts/shop/shop-client';
import { requestTicket, upload } from '../../../scripts/shop/upload-picture';

const atATime = 8;

/** Uploads one file `count` times as pictures of a product; returns their ids. */
export async function uploadAll(shop: Shop, sku: string, file: Buffer, count: number): Promise<string[]> {
  const ids: string[] = [];
  let left = count;
  const uploader = async () => {
    while (left-- > 0) {
      const ticket = await requestTicket(shop, sku);
      await upload(ticket, file);
      ids.push(ticket.pictureId);
    }
  };
  await Promise.all(Array.from({ length: atATime }, uploader));
  return ids;
}
