// Pictures from ticket to rendition: blob trigger, queue trigger and media route, with sizes read from the bytes themselves.

import type { Problem } from '../../client/api-problem';
import type { Picture, Product } from '../../client/api-types';
import { promisedSizes } from '../../scripts/demo/picture-steps';
import { readJpegHeader } from '../../scripts/shop/jpeg-header';
import { expectStatus } from '../../scripts/shop/shop-client';
import { pictureEnd, requestTicket, upload } from '../../scripts/shop/upload-picture';
import { uprightSize } from '../../scripts/shop/upright-size';
import { drawnPhoto } from '../helpers/drawn-photo';
import { runningApp } from '../helpers/running-app';

const { shop, sku } = runningApp();
const { thumb, ...widths } = promisedSizes;

describe('a photo of twelve megapixels, taken sideways', () => {
  let photo: Buffer;
  let picture: Picture;

  beforeAll(async () => {
    photo = await drawnPhoto();
    const ticket = await requestTicket(shop, sku('picture'));
    await upload(ticket, photo);
    picture = await pictureEnd(shop, ticket.pictureId);
  });

  test('becomes four renditions of the true sizes, each as JPEG and WebP, upright and without the old orientation', async () => {
    const source = readJpegHeader(photo);
    expect(source.orientation).toBeGreaterThan(1);
    expect(source.width * source.height).toBeGreaterThanOrEqual(12_000_000);
    const upright = uprightSize(source);
    expect(picture).toMatchObject({ state: 'ready', ...upright });
    const height = (width: number) => Math.round((width * upright.height) / upright.width);
    const renditions = picture.renditions ?? [];
    expect(renditions.map(({ contentType }) => contentType).sort()).toEqual([
      ...Array(4).fill('image/jpeg'),
      ...Array(4).fill('image/webp'),
    ]);
    const jpegs = renditions.filter(({ contentType }) => contentType === 'image/jpeg');
    const found = await Promise.all(jpegs.map(sizeInBytes));
    expect(found.sort((a, b) => a.width - b.width)).toEqual([
      { name: 'thumb', told: `${thumb}×${thumb}`, width: thumb, height: thumb },
      ...Object.entries(widths).map(([name, width]) => {
        return { name, told: `${width}×${height(width)}`, width, height: height(width) };
      }),
    ]);
  });

  test('is shown with its product', async () => {
    const product = expectStatus(await shop.anyone<Product>('GET', `/products/${sku('picture')}`), 200);
    expect(product.pictures).toMatchObject([{ pictureId: picture.pictureId, width: picture.width }]);
    const [shown] = product.pictures;
    expect(shown?.srcset).toContain(`/api/media/${picture.pictureId}/small.jpg ${widths.small}w`);
    expect(shown?.placeholder).toMatch(/^[A-Za-z0-9+/]{20,60}={0,2}$/);
    const webp = `/api/media/${picture.pictureId}/small.webp ${widths.small}w`;
    expect(shown?.sources).toContainEqual({ contentType: 'image/webp', srcset: expect.stringContaining(webp) });
  });

  test('is sent once to a browser that keeps it', async () => {
    const path = `/media/${picture.pictureId}/thumb.jpg`;
    const first = await shop.anyone('GET', path);
    expect(first.status).toBe(200);
    expect(first.headers.get('content-type')).toBe('image/jpeg');
    expect(first.headers.get('cache-control')).toMatch(/immutable/);
    const etag = first.headers.get('etag') ?? '';
    const again = await shop.anyone('GET', path, { headers: { 'if-none-match': etag } });
    expect(again).toMatchObject({ status: 304, body: undefined });
    expect(again.headers.get('etag')).toBe(etag);
  });

  test('is told of without being sent, and never in parts', async () => {
    const url = `${shop.origin()}/api/media/${picture.pictureId}/small.webp`;
    const head = await fetch(url, { method: 'HEAD' });
    const all = await fetch(url, { headers: { range: 'bytes=0-9' } });
    const bytes = Buffer.from(await all.arrayBuffer());
    expect([head.status, all.status]).toEqual([200, 200]);
    expect(bytes.subarray(8, 12).toString()).toBe('WEBP');
    expect(head.headers.get('content-length')).toBe(String(bytes.length));
    for (const { headers } of [head, all]) {
      expect(headers.get('content-type')).toBe('image/webp');
      expect(headers.get('accept-ranges')).toBe('none');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('etag')).toMatch(/^"[^"]+"$/);
    }
  });

  test('never shows its source', async () => {
    for (const file of ['source', 'source.jpg', 'manifest.json', '..%2F..%2Fuploads']) {
      expect((await shop.anyone('GET', `/media/${picture.pictureId}/${file}`)).status).toBe(404);
    }
  });
});

test('a text file that calls itself .jpg is refused with the reason', async () => {
  const ticket = await requestTicket(shop, sku('refused'));
  await upload(ticket, Buffer.from('This is no picture, whatever its name says.\n'.repeat(50)), 'image/jpeg');
  const picture = await pictureEnd(shop, ticket.pictureId);
  expect(picture).toMatchObject({ state: 'refused', code: 'PICTURE.UNSUPPORTED_TYPE' });
  const product = await shop.anyone<Product>('GET', `/products/${sku('refused')}`);
  expect(product.body.pictures).toEqual([]);
});

test('a ticket opens its one blob once', async () => {
  const ticket = await requestTicket(shop, sku('refused'));
  expect(await shop.owner('GET', `/pictures/${ticket.pictureId}`)).toMatchObject({
    status: 200,
    body: { state: 'awaitingUpload' },
  });
  await upload(ticket, Buffer.from('first'));
  await expect(upload(ticket, Buffer.from('second'))).rejects.toThrow(/returned 4\d\d/);
  const elsewhere = { ...ticket, uploadUrl: ticket.uploadUrl.replace(ticket.pictureId, 'pic_elsewhere') };
  await expect(upload(elsewhere, Buffer.from('third'))).rejects.toThrow(/returned 403/);
});

test('there is no ticket for an unknown product', async () => {
  const answer = await shop.owner<Problem>('POST', '/products/no-such-thing/pictures');
  expect(answer).toMatchObject({ status: 404, body: { code: 'PRODUCT.NOT_FOUND' } });
});

async function sizeInBytes({ name, url, width, height }: NonNullable<Picture['renditions']>[number]) {
  const header = readJpegHeader(await shop.download(url));
  return { name, told: `${width}×${height}`, width: header.width, height: header.height };
}
