// Uploads a picture as a browser does: request a ticket, PUT the file to storage, wait for the renditions.

import type { Picture, UploadTicket } from '../../client/api-types';
import { expectData } from '../../client/expect-data';
import { eventually } from './eventually';
import type { Shop } from './shop-client';

/** Some hosts scan for new blobs only about every ten seconds, and a large picture takes seconds to render. */
const READY_TIMEOUT_MS = 90_000;

/** Requests an upload ticket for one picture of a product. */
export async function requestTicket(shop: Shop, sku: string): Promise<UploadTicket> {
  return expectData(shop.owner.api.POST('/products/{sku}/pictures', { params: { path: { sku } } }));
}

/** Uploads the bytes as the ticket specifies. @throws when storage refuses them. */
export async function upload(ticket: UploadTicket, bytes: Buffer, contentType = 'image/jpeg'): Promise<void> {
  const response = await fetch(ticket.uploadUrl, {
    method: ticket.method,
    headers: { 'content-type': contentType, ...ticket.headers },
    body: new Uint8Array(bytes),
  });
  if (response.status !== 201) throw new Error(`the upload returned ${response.status}: ${await response.text()}`);
}

export function readPicture(shop: Shop, pictureId: string): Promise<Picture> {
  return expectData(shop.owner.api.GET('/pictures/{pictureId}', { params: { path: { pictureId } } }));
}

/** Waits until the picture is ready, refused or failed. */
export async function pictureEnd(shop: Shop, pictureId: string): Promise<Picture> {
  return eventually(`picture ${pictureId} rendered`, READY_TIMEOUT_MS, async () => {
    const picture = await readPicture(shop, pictureId);
    return picture.state === 'awaitingUpload' || picture.state === 'processing' ? undefined : picture;
  });
}
