// Renditions over HTTP, for the public: streamed from storage and cached by browsers. Sources and manifests are never served.

import type { HttpRequest } from '@azure/functions';
import { isNotModified } from '../shared/http/conditional-requests';
import { AppError } from '../shared/http/errors';
import { type HttpHandler, route } from '../shared/http/http';
import { isPictureId } from './picture';
import type { MediaProperties, RenditionStore } from './ports';
import { isRenditionFile } from './renditions';

export interface MediaHandlers {
  /** GET and HEAD. */
  getMedia: HttpHandler;
}

/**
 * A picture never changes its source, so a cached rendition needs no revalidation: rendered again, it shows the same.
 * The sandbox is for a file that is opened directly: content that got past the decoders cannot run as a page of this origin.
 */
const mediaHeaders = {
  'cache-control': 'public, max-age=31536000, immutable',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
  'cross-origin-resource-policy': 'cross-origin',
  'accept-ranges': 'none',
};

export function makeMediaHandlers({ properties, open }: Pick<RenditionStore, 'properties' | 'open'>): MediaHandlers {
  return {
    getMedia: route(async (request) => {
      const { pictureId, file } = rendition(request);
      const condition = request.headers.get('if-none-match');
      // A client with a cached copy most likely has the current one: reading the properties is cheaper than opening the file.
      if (request.method === 'HEAD' || condition !== null) {
        const found = orNotFound(await properties(pictureId, file));
        if (isNotModified(condition, found.etag))
          return { status: 304, headers: { ...mediaHeaders, etag: found.etag } };
        if (request.method === 'HEAD') return { status: 200, headers: headersOf(found) };
      }
      const media = orNotFound(await open(pictureId, file));
      return { status: 200, headers: headersOf(media), body: media.stream };
    }),
  };
}

function rendition(request: HttpRequest): { pictureId: string; file: string } {
  const { pictureId = '', file = '' } = request.params;
  if (isPictureId(pictureId) && isRenditionFile(file)) return { pictureId, file };
  throw notFound();
}

function orNotFound<T>(found: T | undefined): T {
  if (found === undefined) throw notFound();
  return found;
}

function notFound(): AppError {
  return new AppError('PICTURE.NOT_FOUND', 'There is no such rendition.');
}

function headersOf({ etag, contentType, bytes }: MediaProperties): Record<string, string> {
  return { ...mediaHeaders, etag, 'content-type': contentType, 'content-length': String(bytes) };
}
