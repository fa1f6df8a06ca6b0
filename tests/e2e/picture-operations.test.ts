// Picture operations of the owner: rendering again, deleting, and replaying failed ones. The tests make a picture fail by
// taking a lease on its source, as a rendering does while it publishes.

import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import type { Problem } from '../../client/api-problem';
import type { Picture, Product } from '../../client/api-types';
import { eventually } from '../../scripts/shop/eventually';
import { expectStatus } from '../../scripts/shop/shop-client';
import { pictureEnd, requestTicket, upload } from '../../scripts/shop/upload-picture';
import { makeJpeg } from '../helpers/jpeg';
import { runningApp } from '../helpers/running-app';

interface Poison {
  queues: { queue: string; count: number; messages: PoisonedMessage[] }[];
}
interface PoisonedMessage {
  readable: boolean;
  message?: { pictureId?: string };
  text?: string;
  reason: string;
}

const { shop, sku, storage } = runningApp();
const uploads = BlobServiceClient.fromConnectionString(storage).getContainerClient('uploads');
const renditions = BlobServiceClient.fromConnectionString(storage).getContainerClient('renditions');

async function aTicketedUpload(): Promise<string> {
  const ticket = await requestTicket(shop, sku('gallery'));
  await upload(ticket, await makeJpeg({ width: 320, height: 200 }));
  return ticket.pictureId;
}

async function poisonOf(queue: string): Promise<PoisonedMessage[]> {
  const { queues } = expectStatus(await shop.owner<Poison>('GET', '/admin/poison'), 200);
  return queues.find((one) => one.queue === queue)?.messages ?? [];
}

async function etagsOf(pictureId: string): Promise<Record<string, string>> {
  const etags: Record<string, string> = {};
  for await (const { name, properties } of renditions.listBlobsFlat({ prefix: `${pictureId}/` })) {
    etags[name.slice(pictureId.length + 1)] = properties.etag;
  }
  return etags;
}

test('a ready picture is rendered again while the shop shows it, and unchanged files are not written', async () => {
  const pictureId = await aTicketedUpload();
  expect((await pictureEnd(shop, pictureId)).state).toBe('ready');
  const { 'manifest.json': manifest, ...files } = await etagsOf(pictureId);
  const source = await uploads.getBlobClient(`${sku('gallery')}/${pictureId}`).getProperties();
  const answer = await shop.owner<Picture>('POST', `/pictures/${pictureId}/reprocess`);
  expect(answer).toMatchObject({ status: 202, body: { state: 'processing', renditions: expect.any(Array) } });
  const shown = expectStatus(await shop.anyone<Product>('GET', `/products/${sku('gallery')}`), 200);
  expect(shown.pictures.map((picture) => picture.pictureId)).toContain(pictureId);
  expect((await pictureEnd(shop, pictureId)).state).toBe('ready');
  const { 'manifest.json': newManifest, ...sameFiles } = await etagsOf(pictureId);
  expect([sameFiles, newManifest === manifest]).toEqual([files, false]);
  const after = await uploads.getBlobClient(`${sku('gallery')}/${pictureId}`).getProperties();
  expect(after.etag).toBe(source.etag);
});

test('the back-fill processes many pictures page by page, at its pace', async () => {
  const pictureId = await aTicketedUpload();
  await pictureEnd(shop, pictureId);
  const before = (await etagsOf(pictureId))['manifest.json'];
  const pages: { enqueued: number; cursor?: string }[] = [];
  for (let cursor: string | undefined, isFirst = true; isFirst || cursor !== undefined; isFirst = false) {
    const body = { maxPictures: 2, perMinute: 6000, which: 'all', ...(cursor !== undefined && { cursor }) };
    const answer = await shop.owner<{ enqueued: number; cursor?: string }>('POST', '/admin/pictures/reprocess', {
      body,
    });
    pages.push(expectStatus(answer, 202));
    cursor = pages.at(-1)?.cursor;
  }
  expect(pages.slice(0, -1).every(({ enqueued }) => enqueued > 0 && enqueued <= 2)).toBe(true);
  await eventually('the picture rendered anew', 60_000, async () =>
    (await etagsOf(pictureId))['manifest.json'] === before ? undefined : true,
  );
  expect((await pictureEnd(shop, pictureId)).state).toBe('ready');
});

test('a deleted picture is removed everywhere, and deleting it again succeeds', async () => {
  const pictureId = await aTicketedUpload();
  const { renditions: made = [] } = await pictureEnd(shop, pictureId);
  const media = made[0]?.url.replace('/api', '') ?? '';
  expect((await shop.anyone('GET', media)).status).toBe(200);
  for (let times = 0; times < 2; times++)
    expect((await shop.owner('DELETE', `/pictures/${pictureId}`)).status).toBe(204);
  expect(await shop.owner<Problem>('GET', `/pictures/${pictureId}`)).toMatchObject({ status: 404 });
  expect((await shop.anyone('GET', media)).status).toBe(404);
  expect((await shop.owner('POST', `/pictures/${pictureId}/reprocess`)).status).toBe(404);
  expect(await etagsOf(pictureId)).toEqual({});
  expect(await uploads.getBlobClient(`${sku('gallery')}/${pictureId}`).exists()).toBe(false);
  const product = expectStatus(await shop.anyone<Product>('GET', `/products/${sku('gallery')}`), 200);
  expect(product.pictures.map((picture) => picture.pictureId)).not.toContain(pictureId);
  expect((await shop.owner('DELETE', `/pictures/pic_${'0'.repeat(26)}`)).status).toBe(404);
});

test('a job that keeps failing is kept as poison with the reason, and succeeds when replayed later', async () => {
  const ticket = await requestTicket(shop, sku('gallery'));
  const photo = await makeJpeg({ width: 320, height: 200 });
  const blobName = `${sku('gallery')}/${ticket.pictureId}`;
  const lease = uploads.getBlobClient(blobName).getBlobLeaseClient();
  await upload(ticket, photo);
  await lease.acquireLease(-1);
  const { etag } = await uploads.getBlobClient(blobName).getProperties();
  const queue = QueueServiceClient.fromConnectionString(storage).getQueueClient('picture-jobs');
  await queue.sendMessage(Buffer.from(`no job of ${ticket.pictureId}`).toString('base64'));
  // The message of the last attempt: the attempts before it are minutes apart.
  const job = { schemaVersion: 1, sku: sku('gallery'), pictureId: ticket.pictureId, blobName, etag, attempt: 5 };
  await queue.sendMessage(Buffer.from(JSON.stringify(job)).toString('base64'));

  expect(await pictureEnd(shop, ticket.pictureId)).toMatchObject({ state: 'failed', code: 'PICTURE.RENDERING_FAILED' });
  const waiting = await eventually('both messages among the poison', 60_000, async () => {
    const messages = await poisonOf('picture-jobs');
    const readable = messages.find(({ message }) => message?.pictureId === ticket.pictureId);
    const unreadable = messages.find(({ text }) => text?.includes(ticket.pictureId));
    return readable && unreadable ? { readable, unreadable } : undefined;
  });
  expect(waiting.readable.reason).toMatch(/lease/i);
  expect(waiting.unreadable.reason).toMatch(/JSON/);

  await lease.breakLease(0);
  const answer = await shop.owner('POST', '/admin/poison/picture-jobs/replay', { body: { unreadable: 'discard' } });
  expect(answer).toMatchObject({ status: 200, body: { queue: 'picture-jobs' } });
  await eventually('the replayed picture rendered', 60_000, async () =>
    (await pictureEnd(shop, ticket.pictureId)).state === 'ready' ? true : undefined,
  );
  const left = (await poisonOf('picture-jobs')).map((message) => JSON.stringify(message));
  expect(left.filter((message) => message.includes(ticket.pictureId))).toEqual([]);
});

test('there is no replay for a queue that does not belong to the app', async () => {
  const answer = await shop.owner<Problem>('POST', '/admin/poison/orders/replay');
  expect(answer).toMatchObject({ status: 404, body: { code: 'QUEUE.NOT_FOUND' } });
});
