// Pictures over HTTP, for the owner: upload ticket, list, state, rerendering and deletion.

import type { HttpRequest } from '@azure/functions';
import type { ProductLookup } from '../shared/contracts';
import { AppError } from '../shared/http/errors';
import { type HttpHandler, idempotencyKey, route } from '../shared/http/http';
import { derivedId, newId } from '../shared/ids';
import { afterDeletion, afterRequest, isPictureId, maxSourceBytes, type PictureRecord } from './picture';
import { pictureJob } from './picture-job';
import { type ProductPicturesJson, pictureView } from './picture-view';
import type { OpenTickets, PictureJobs, PictureRecords, PictureSources, RenditionStore, UploadPermits } from './ports';
import type { UploadTicket } from './upload-ticket';

export interface OwnerHandlerDeps {
  products: ProductLookup;
  permits: UploadPermits;
  tickets: OpenTickets;
  sources: PictureSources;
  renditions: RenditionStore;
  records: PictureRecords;
  jobs: PictureJobs;
  now: () => Date;
}

export interface OwnerHandlers {
  createPictureUpload: HttpHandler;
  listProductPictures: HttpHandler;
  getPicture: HttpHandler;
  deletePicture: HttpHandler;
  reprocessPicture: HttpHandler;
}

export function makeOwnerHandlers(deps: OwnerHandlerDeps): OwnerHandlers {
  const { products, permits, tickets, sources, renditions, records, jobs, now } = deps;

  async function recordOf(request: HttpRequest): Promise<PictureRecord> {
    const pictureId = request.params.pictureId ?? '';
    const record = isPictureId(pictureId) ? await records.find(pictureId) : undefined;
    if (!record) throw new AppError('PICTURE.NOT_FOUND', 'There is no picture with this id.');
    return record;
  }

  return {
    createPictureUpload: route(async (request) => {
      const sku = request.params.sku ?? '';
      const [product] = await products.find([sku]);
      if (!product) throw new AppError('PRODUCT.NOT_FOUND', 'The catalog has no product with this sku.');
      const name = { sku, pictureId: newId('pic') };
      const issuedAt = now();
      // First: an upload whose ticket is not in the index would depend on its event.
      await tickets.open({ ...name, issuedAt });
      await records.change(name, () => ({ ...name, updatedAt: issuedAt.toISOString(), state: 'awaitingUpload' }));
      const { uploadUrl, expiresAt } = await permits.issue(name);
      const how = { method: 'PUT' as const, headers: { 'x-ms-blob-type': 'BlockBlob' }, maxBytes: maxSourceBytes };
      const ticket: UploadTicket = { pictureId: name.pictureId, uploadUrl, ...how, expiresAt: expiresAt.toISOString() };
      return { status: 201, headers: { 'cache-control': 'no-store' }, jsonBody: ticket };
    }),

    listProductPictures: route(async (request) => {
      const found = await records.ofProduct(request.params.sku ?? '');
      const jsonBody: ProductPicturesJson = { pictures: found.map(pictureView) };
      return { status: 200, headers: { 'cache-control': 'no-store' }, jsonBody };
    }),

    getPicture: route(async (request) => {
      const record = present(await recordOf(request));
      return { status: 200, headers: { 'cache-control': 'no-cache' }, jsonBody: pictureView(record) };
    }),

    deletePicture: route(async (request) => {
      const record = await recordOf(request);
      // First, so that a running rendering notices the deletion, before or after it publishes.
      await records.change(record, (before) => afterDeletion(before ?? record, now().toISOString()));
      await sources.remove(record);
      await renditions.remove(record.pictureId);
      return { status: 204 };
    }),

    reprocessPicture: route(async (request) => {
      const record = present(await recordOf(request));
      const etag = await sources.etag(record);
      if (etag === undefined) {
        throw new AppError('PICTURE.NO_SOURCE', 'The picture has not been uploaded yet, or its source was removed.');
      }
      const key = idempotencyKey(request);
      const rerenderId = key === undefined ? newId('cmd') : derivedId('cmd', record.pictureId, key);
      const after = present(
        await records.change(record, (before) => afterRequest(before, record, etag, now().toISOString())),
      );
      await jobs.send(pictureJob(record, etag, rerenderId));
      const headers = { location: `/api/pictures/${record.pictureId}`, 'cache-control': 'no-store' };
      return { status: 202, headers, jsonBody: pictureView(after) };
    }),
  };
}

/** A deleted picture is reported as not found, except when it is deleted again. */
function present(record: PictureRecord): PictureRecord {
  if (record.state === 'deleted') throw new AppError('PICTURE.NOT_FOUND', 'There is no picture with this id.');
  return record;
}
