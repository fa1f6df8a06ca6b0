// Renditions over HTTP: cacheable, with the right type, and no other blobs.

import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { HttpRequest } from '@azure/functions';
import type { RenditionFormat } from '../../../src/pictures/renditions';
import { call } from '../../helpers/http';
import { aContext, aStudio, name, pictureId } from '../../helpers/picture-studio';

async function aGallery() {
  const studio = aStudio();
  const file = (format: RenditionFormat) => {
    return { name: 'thumb', format, width: 1, height: 1, bytes: Buffer.from(`thumb ${format}`) } as const;
  };
  const files = [file('jpeg'), file('webp'), file('avif')];
  await studio.fake.renditions.publish({ ...name } as never, files, undefined, new AbortController().signal);
  return studio;
}

describe('GET /media/{pictureId}/{file}', () => {
  const params = { pictureId, file: 'thumb.jpg' };

  it('streams the rendition, cacheable forever and never rendered as a page', async () => {
    const { handlers } = await aGallery();
    const request = new HttpRequest({ method: 'GET', url: 'http://localhost/api/media', params });
    const answer = await handlers.getMedia(request, aContext().context);
    expect(answer.status).toBe(200);
    expect(answer.headers).toEqual({
      etag: '"thumb.jpg"',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'cross-origin',
      'accept-ranges': 'none',
      'content-type': 'image/jpeg',
      'content-length': '10',
    });
    expect(await text(answer.body as Readable)).toBe('thumb jpeg');
  });

  it.each([
    ['thumb.jpg', 'image/jpeg'],
    ['thumb.webp', 'image/webp'],
    ['thumb.avif', 'image/avif'],
  ])('sends %s as %s', async (file, contentType) => {
    const { handlers } = await aGallery();
    const answer = await call(handlers.getMedia, { params: { pictureId, file } });
    expect(answer.headers.get('content-type')).toBe(contentType);
  });

  it('sends the whole file for a range request', async () => {
    const { handlers } = await aGallery();
    const answer = await call(handlers.getMedia, { params, headers: { range: 'bytes=0-3' } });
    expect([answer.status, answer.headers.get('content-length')]).toEqual([200, '10']);
  });

  it('is 304 without a body for a matching ETag, and opens no stream', async () => {
    const { handlers, fake } = await aGallery();
    const answer = await call(handlers.getMedia, { params, headers: { 'if-none-match': '"thumb.jpg"' } });
    expect(answer.status).toBe(304);
    expect(answer.headers.get('etag')).toBe('"thumb.jpg"');
    expect(answer.headers.get('cache-control')).toContain('immutable');
    expect(fake.streams).toEqual([]);
  });

  it('is sent for another ETag', async () => {
    const { handlers, fake } = await aGallery();
    const answer = await call(handlers.getMedia, { params, headers: { 'if-none-match': '"other"' } });
    expect([answer.status, fake.streams.length]).toEqual([200, 1]);
  });

  it.each([
    { pictureId, file: 'small.jpg' },
    { pictureId, file: 'manifest.json' },
    { pictureId, file: '../../uploads/oak' },
    { pictureId: '..', file: 'thumb.jpg' },
    { pictureId: `pic_${'1'.repeat(26)}`, file: 'thumb.jpg' },
  ])('is 404 for $pictureId/$file, conditional or not', async (params) => {
    const { handlers } = await aGallery();
    for (const headers of [{}, { 'if-none-match': '*' }]) {
      const answer = await call(handlers.getMedia, { params, headers });
      expect(answer.status).toBe(404);
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
      expect(answer.body).toMatchObject({ code: 'PICTURE.NOT_FOUND' });
    }
  });
});

describe('HEAD /media/{pictureId}/{file}', () => {
  it('returns the headers of GET without opening the rendition', async () => {
    const { handlers, fake } = await aGallery();
    const params = { pictureId, file: 'thumb.webp' };
    const head = await call(handlers.getMedia, { method: 'HEAD', params });
    const get = await call(handlers.getMedia, { params });
    expect([head.status, head.body]).toEqual([200, undefined]);
    expect([...head.headers]).toEqual([...get.headers]);
    expect(fake.streams).toHaveLength(1);
  });

  it('is 404 whenever GET is', async () => {
    const { handlers } = await aGallery();
    const answer = await call(handlers.getMedia, { method: 'HEAD', params: { pictureId, file: 'large.jpg' } });
    expect(answer.status).toBe(404);
  });
});
