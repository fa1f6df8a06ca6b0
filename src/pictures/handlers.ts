// Pictures over HTTP, blob events and queue messages: each handler parses, calls and answers; the rules are elsewhere.

import type { InvocationContext } from '@azure/functions';
import { isNotModified } from '../shared/conditional-get';
import type { ProductLookup } from '../shared/contracts';
import { AppError } from '../shared/errors';
import { type HttpHandler, route } from '../shared/http';
import { newId } from '../shared/ids';
import {
  afterGivingUp,
  afterUpload,
  isPictureId,
  maxSourceBytes,
  type PictureRecord,
  parseSourcePath,
  sourceBlobName,
} from './picture';
import { type PictureJob, parsePictureJob } from './picture-job';
import type { PictureRecords, PictureSources, RenditionStore, UploadPermits } from './ports';
import type { RenderPicture } from './render-picture';
import { isRenditionFile } from './renditions';

export interface PictureDeps {
  products: ProductLookup;
  permits: UploadPermits;
  sources: PictureSources;
  renditions: RenditionStore;
  records: PictureRecords;
  render: RenderPicture;
  now: () => Date;
}

export interface PictureHandlers {
  createPictureUpload: HttpHandler;
  getPicture: HttpHandler;
  getMedia: HttpHandler;
  /** Answers with the message for `picture-jobs`, or nothing when there is nothing to render. */
  pictureUploaded: (blob: unknown, context: InvocationContext) => Promise<PictureJob | undefined>;
  renderPicture: (message: unknown, context: InvocationContext) => Promise<void>;
  pictureJobPoisoned: (message: unknown, context: InvocationContext) => Promise<void>;
}

/** A rendition's content never changes under its name, so whoever has it need not ask again. */
const mediaCaching = 'public, max-age=31536000, immutable';

export function makePictureHandlers(deps: PictureDeps): PictureHandlers {
  return { ...httpHandlers(deps), ...jobHandlers(deps) };
}

type HttpHandlers = Pick<PictureHandlers, 'createPictureUpload' | 'getPicture' | 'getMedia'>;

function httpHandlers({ products, permits, renditions, records, now }: PictureDeps): HttpHandlers {
  return {
    createPictureUpload: route(async (request) => {
      const sku = request.params.sku ?? '';
      const [product] = await products.find([sku]);
      if (!product) throw new AppError('PRODUCT.NOT_FOUND', 'The catalog has no product with this sku.');
      const name = { sku, pictureId: newId('pic') };
      await records.change(name, () => ({ ...name, updatedAt: now().toISOString(), state: 'awaitingUpload' }));
      const { uploadUrl, expiresAt } = await permits.issue(name);
      const how = { method: 'PUT', headers: { 'x-ms-blob-type': 'BlockBlob' }, maxBytes: maxSourceBytes };
      const ticket = { pictureId: name.pictureId, uploadUrl, ...how, expiresAt: expiresAt.toISOString() };
      return { status: 201, headers: { 'cache-control': 'no-store' }, jsonBody: ticket };
    }),

    getPicture: route(async (request) => {
      const pictureId = request.params.pictureId ?? '';
      const record = isPictureId(pictureId) ? await records.find(pictureId) : undefined;
      if (!record) throw new AppError('PICTURE.NOT_FOUND', 'There is no picture with this id.');
      return { status: 200, headers: { 'cache-control': 'no-cache' }, jsonBody: pictureView(record) };
    }),

    getMedia: route(async (request) => {
      const { pictureId = '', file = '' } = request.params;
      const known = isPictureId(pictureId) && isRenditionFile(file);
      const media = known ? await renditions.open(pictureId, file) : undefined;
      if (!media) throw new AppError('PICTURE.NOT_FOUND', 'There is no such rendition.');
      const headers = { etag: media.etag, 'cache-control': mediaCaching, 'x-content-type-options': 'nosniff' };
      if (isNotModified(request.headers.get('if-none-match'), media.etag)) {
        media.stream.destroy();
        return { status: 304, headers };
      }
      const content = { 'content-type': media.contentType, 'content-length': String(media.bytes) };
      return { status: 200, headers: { ...headers, ...content }, body: media.stream };
    }),
  };
}

function jobHandlers({ sources, records, render, now }: PictureDeps): Omit<PictureHandlers, keyof HttpHandlers> {
  return {
    async pictureUploaded(_blob, context) {
      const path = String(context.triggerMetadata?.blobTrigger);
      const name = parseSourcePath(path);
      if (!name) {
        context.warn(`${path} was not uploaded with a ticket: it is left alone.`);
        return undefined;
      }
      let etag = await sources.etag(name);
      while (etag !== undefined) {
        const sourceEtag = etag;
        await records.change(name, (record) => afterUpload(record, name, sourceEtag, now().toISOString()));
        etag = await sources.etag(name);
        // A newer one may have been noted in between: whoever notes last has to note the newest.
        if (etag === sourceEtag) return { schemaVersion: 1, ...name, blobName: sourceBlobName(name), etag };
      }
      context.log(`${path} is gone already.`);
      return undefined;
    },

    async renderPicture(message, context) {
      const job = parsePictureJob(message);
      // Thrown on purpose: what is no job never becomes one, and the poison queue is where it is found.
      if (!job.ok) throw new Error(`Message ${messageId(context)} is no picture job: ${job.detail}`);
      const outcome = await render(job.value);
      const reason = outcome.kind === 'refused' ? ` (${outcome.code}: ${outcome.detail})` : '';
      context.log(`${job.value.pictureId}: ${outcome.kind}${reason}`);
    },

    async pictureJobPoisoned(message, context) {
      const job = parsePictureJob(message);
      if (!job.ok) {
        context.error(`Message ${messageId(context)} is no picture job and is dropped: ${job.detail}`);
        return;
      }
      const { sku, pictureId, etag } = job.value;
      const name = { sku, pictureId };
      await records.change(name, (record) => afterGivingUp(record, name, etag, now().toISOString()));
      context.error(`${pictureId}: given up after the last attempt`);
    },
  };
}

function pictureView(record: PictureRecord) {
  const { pictureId, sku, state, updatedAt } = record;
  if (state === 'ready') {
    const { width, height, placeholder, renditions, srcset, sources } = record.picture;
    return { pictureId, sku, state, width, height, placeholder, renditions, srcset, sources, updatedAt };
  }
  if (state === 'refused') return { pictureId, sku, state, code: record.code, detail: record.detail, updatedAt };
  if (state === 'failed') return { pictureId, sku, state, detail: record.detail, updatedAt };
  return { pictureId, sku, state, updatedAt };
}

function messageId(context: InvocationContext): string {
  return String(context.triggerMetadata?.id);
}
