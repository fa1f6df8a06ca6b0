// Renditions over HTTP, for anybody: streamed from storage and kept by browsers; never the source, never the manifest.

import type { HttpRequest } from '@azure/functions';
import { isNotModified } from '../shared/http/conditional-requests';
import { AppError } from '../shared/http/errors';
import { type HttpHandler, route } from '../shared/http/http';
import { isPictureId } from './picture';
import type { MediaFacts, RenditionStore } from './ports';
import { isRenditionFile } from './renditions';

export interface MediaHandlers {
  /** GET and HEAD. */
  getMedia: HttpHandler;
}

/**
 * A picture has one source for ever, so whoever has a rendition need not ask again: made anew, it shows the same.
 * The sandbox is for a file opened by itself: whatever somebody got past the decoders is not run as a page of this origin.
 */
const lasting = {
  'cache-control': 'public, max-age=31536000, immutable',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
  'cross-origin-resource-policy': 'cross-origin',
  'accept-ranges': 'none',
};

export function makeMediaHandlers({ look, open }: Pick<RenditionStore, 'look' | 'open'>): MediaHandlers {
  return {
    getMedia: route(async (request) => {
      const { pictureId, file } = rendition(request);
      const condition = request.headers.get('if-none-match');
      // Who has something already is most likely to have the right thing: looking is cheaper than opening and closing.
      if (request.method === 'HEAD' || condition !== null) {
        const facts = known(await look(pictureId, file));
        if (isNotModified(condition, facts.etag)) return { status: 304, headers: { ...lasting, etag: facts.etag } };
        if (request.method === 'HEAD') return { status: 200, headers: headersOf(facts) };
      }
      const media = known(await open(pictureId, file));
      return { status: 200, headers: headersOf(media), body: media.stream };
    }),
  };
}

function rendition(request: HttpRequest): { pictureId: string; file: string } {
  const { pictureId = '', file = '' } = request.params;
  if (isPictureId(pictureId) && isRenditionFile(file)) return { pictureId, file };
  throw notFound();
}

function known<T>(found: T | undefined): T {
  if (found === undefined) throw notFound();
  return found;
}

function notFound(): AppError {
  return new AppError('PICTURE.NOT_FOUND', 'There is no such rendition.');
}

function headersOf({ etag, contentType, bytes }: MediaFacts): Record<string, string> {
  return { ...lasting, etag, 'content-type': contentType, 'content-length': String(bytes) };
}
