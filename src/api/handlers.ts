// The API's description over HTTP: as a document for tools, and as a page for people. Both are made at the first request.

import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { contentTag, isNotModified } from '../shared/http/conditional-requests';
import { type HttpHandler, route } from '../shared/http/http';
import { apiAreas } from './api-description';
import { makeOpenApiDocument } from './openapi-document';

export interface DescriptionHandlers {
  getOpenApi: HttpHandler;
}

export function makeDescriptionHandlers(): DescriptionHandlers {
  const openApi = once(() =>
    page(JSON.stringify(makeOpenApiDocument(apiAreas)), { 'content-type': 'application/json' }),
  );

  return {
    getOpenApi: route(async (request) => answer(request, openApi())),
  };
}

interface Page {
  body: string;
  headers: Record<string, string>;
}

function page(body: string, headers: Record<string, string>): Page {
  return { body, headers: { ...headers, etag: contentTag(body), 'cache-control': 'no-cache' } };
}

function answer(request: HttpRequest, { body, headers }: Page): HttpResponseInit {
  const isKnown = isNotModified(request.headers.get('if-none-match'), headers.etag ?? '');
  return isKnown ? { status: 304, headers } : { status: 200, headers, body };
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
