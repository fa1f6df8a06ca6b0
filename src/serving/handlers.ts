// The pages over HTTP: documents that are checked at each visit, and assets that never change under their name.

import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { z } from 'zod';
import { contentTag, isNotModified } from '../shared/http/conditional-requests';
import { AppError } from '../shared/http/errors';
import { type HttpHandler, route } from '../shared/http/http';
import type { BuiltPages, PageName } from './built-pages';
import { type ContentCoding, contentCoding } from './content-coding';
import { productListHtml } from './product-list-html';
import { securityHeaders } from './security-headers';
import { factsElement, type ShopFacts } from './shop-facts';
import type { ShownList } from './shown-list';

export interface PageDeps {
  pages: BuiltPages;
  facts: ShopFacts;
  /** The first products of the shop. */
  listProducts: () => Promise<ShownList>;
  /** Where pictures are uploaded to, such as `https://account.blob.core.windows.net`. */
  uploadOrigins: readonly string[];
}

export interface PageHandlers {
  showProducts: HttpHandler;
  showStorefront: HttpHandler;
  showCheckout: HttpHandler;
  showConsole: HttpHandler;
  getAsset: HttpHandler;
}

/** A link to a page may carry anything: what a campaign adds must not break it. */
const anyQuery = z.unknown();
const quickBrotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };

export function makePageHandlers({ pages, facts, listProducts, uploadOrigins }: PageDeps): PageHandlers {
  const withStripe = facts.payments === 'stripe';

  function documentOf(page: PageName): string {
    const html = pages.document(page);
    if (html === undefined) throw new AppError('ROUTE.NOT_FOUND', 'This deployment has no such page.');
    return html;
  }

  const storefront = (content: string) =>
    documentOf('storefront')
      .replace('<!--facts-->', () => factsElement(facts))
      .replace('<!--content-->', () => content);

  const page = (html: () => string | Promise<string>, options?: Parameters<typeof securityHeaders>[0]): HttpHandler => {
    const headers = securityHeaders(options);
    return route(async (request) => sendDocument(request, await html(), headers), anyQuery);
  };

  return {
    showProducts: page(async () => {
      const list = await listProducts();
      return storefront(productListHtml(list));
    }),
    showStorefront: page(() => storefront('')),
    showCheckout: page(() => storefront(''), { withStripe }),
    showConsole: page(() => documentOf('console'), { connectTo: uploadOrigins }),
    getAsset: route(async (request) => {
      const asset = pages.asset(request.params.file ?? '');
      if (!asset)
        throw new AppError('ROUTE.NOT_FOUND', 'No page of this version uses such a file. Load the page again.');
      const { bodies, contentType } = asset;
      const offered = (['br', 'gzip'] as const).filter((coding) => bodies[coding] !== undefined);
      const coding = contentCoding(request.headers.get('accept-encoding'), offered);
      const headers = { 'cache-control': 'public, max-age=31536000, immutable', 'x-content-type-options': 'nosniff' };
      return send(request, bodies[coding] ?? bodies.identity, coding, { ...headers, 'content-type': contentType });
    }),
  };
}

function sendDocument(request: HttpRequest, html: string, headers: Record<string, string>): HttpResponseInit {
  const coding = contentCoding(request.headers.get('accept-encoding'), ['br', 'gzip']);
  const type = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' };
  return send(request, encoded(html, coding), coding, { ...headers, ...type });
}

function encoded(text: string, coding: ContentCoding): Buffer {
  if (coding === 'br') return brotliCompressSync(text, quickBrotli);
  return coding === 'gzip' ? gzipSync(text) : Buffer.from(text);
}

/** Each coding of a file has a tag of its own: they are different bytes (RFC 9110, 8.8.3.3). */
function send(
  request: HttpRequest,
  body: Buffer,
  coding: ContentCoding,
  given: Record<string, string>,
): HttpResponseInit {
  const headers = { ...given, etag: contentTag(body), vary: 'Accept-Encoding' };
  if (isNotModified(request.headers.get('if-none-match'), headers.etag)) return { status: 304, headers };
  const length = { 'content-length': String(body.byteLength) };
  return {
    status: 200,
    headers: { ...headers, ...length, ...(coding !== 'identity' && { 'content-encoding': coding }) },
    body,
  };
}
