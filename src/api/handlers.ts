// The API's description over HTTP: as a document for tools, and as a page for people. Both are made at the first request.

import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { contentTag, isNotModified } from '../shared/http/conditional-requests';
import { type HttpHandler, route } from '../shared/http/http';
import type { DescribedArea } from './api-description';
import { docsPage } from './docs-page';
import { docsSecurityPolicy } from './docs-style';
import { makeOpenApiDocument } from './openapi-document';

export interface DescriptionHandlers {
  getOpenApi: HttpHandler;
  getDocs: HttpHandler;
}

interface Representation {
  body: string;
  headers: Record<string, string>;
}

export function makeDescriptionHandlers(): DescriptionHandlers {
  const document = once(() => makeOpenApiDocument(loadAreas()));
  const openApi = once(() =>
    representation(JSON.stringify(document()), {
      'content-type': 'application/json',
      // It holds no data of anybody: tools on other origins may read it.
      'access-control-allow-origin': '*',
    }),
  );
  const docs = once(() =>
    representation(docsPage(document()), {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': docsSecurityPolicy,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    }),
  );

  return {
    getOpenApi: route(async (request) => answer(request, openApi)),
    getDocs: route(async (request) => answer(request, docs)),
  };
}

/** Loaded with the first request: a cold start should not take longer for what hardly any instance is asked. */
function loadAreas(): readonly DescribedArea[] {
  const { apiAreas } = require('./api-description') as typeof import('./api-description');
  return apiAreas;
}

function representation(body: string, headers: Record<string, string>): Representation {
  return { body, headers: { ...headers, etag: contentTag(body), 'cache-control': 'no-cache' } };
}

function answer(request: HttpRequest, shown: () => Representation): HttpResponseInit {
  const { body, headers } = shown();
  const { etag = '', 'cache-control': caching = '' } = headers;
  const isKnown = isNotModified(request.headers.get('if-none-match'), etag);
  return isKnown ? { status: 304, headers: { etag, 'cache-control': caching } } : { status: 200, headers, body };
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
