// Pictures at the rim: tickets, states and renditions over HTTP, and what events and messages lead to.

import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { HttpRequest, InvocationContext } from '@azure/functions';
import { makePictureHandlers } from '../../../src/pictures/handlers';
import type { PictureRecord } from '../../../src/pictures/picture';
import type { MediaFile } from '../../../src/pictures/ports';
import type { RenderOutcome } from '../../../src/pictures/render-picture';
import { makeFakePictures } from '../../helpers/fake-pictures';
import { call } from '../../helpers/http';

const pictureId = `pic_${'0'.repeat(26)}`;
const name = { sku: 'oak', pictureId };
const now = '2026-01-02T00:00:00.000Z';
const job = { schemaVersion: 1, ...name, blobName: `oak/${pictureId}`, etag: '"e1"' } as const;
const product = { sku: 'oak', name: 'Oak board', price: { amount: 1, currency: 'EUR' }, warehouse: 'north' };

function aStudio() {
  const fake = makeFakePictures();
  const streams: Readable[] = [];
  const rendered: unknown[] = [];
  let outcome: RenderOutcome = { kind: 'repeated' };
  async function open(id: string, file: string): Promise<MediaFile | undefined> {
    if (id !== pictureId || file !== 'thumb.jpg') return undefined;
    const stream = Readable.from([Buffer.from('thumb bytes')]);
    streams.push(stream);
    return { etag: '"m1"', contentType: 'image/jpeg', bytes: 11, stream };
  }
  const handlers = makePictureHandlers({
    ...fake,
    renditions: { ...fake.renditions, open },
    products: { find: async (skus) => (skus.includes('oak') ? [product] : []) },
    permits: {
      issue: async ({ sku, pictureId }) => ({
        uploadUrl: `https://storage.example/uploads/${sku}/${pictureId}?sig=s`,
        expiresAt: new Date('2026-01-02T00:15:00Z'),
      }),
    },
    render: async (job) => {
      rendered.push(job);
      return outcome;
    },
    now: () => new Date(now),
  });
  const renderEndsWith = (end: RenderOutcome) => {
    outcome = end;
  };
  return { fake, handlers, streams, rendered, renderEndsWith };
}

function aContext(triggerMetadata: Record<string, unknown>) {
  const lines: string[] = [];
  const context = new InvocationContext({
    functionName: 'test',
    invocationId: 'invocation',
    logHandler: (level, ...parts) => lines.push(`${level} ${parts.join(' ')}`),
    triggerMetadata: triggerMetadata as never,
  });
  return { context, lines };
}

describe('POST /products/{sku}/pictures', () => {
  it('answers with a ticket for one upload and awaits it', async () => {
    const { handlers, fake } = aStudio();
    const answer = await call(handlers.createPictureUpload, { method: 'POST', params: { sku: 'oak' } });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const ticket = answer.body as { pictureId: string };
    expect(ticket).toEqual({
      pictureId: expect.stringMatching(/^pic_[0-9a-z]{26}$/),
      uploadUrl: `https://storage.example/uploads/oak/${ticket.pictureId}?sig=s`,
      method: 'PUT',
      headers: { 'x-ms-blob-type': 'BlockBlob' },
      maxBytes: 20_971_520,
      expiresAt: '2026-01-02T00:15:00.000Z',
    });
    expect(fake.record(ticket.pictureId)).toEqual({
      sku: 'oak',
      pictureId: ticket.pictureId,
      state: 'awaitingUpload',
      updatedAt: now,
    });
  });

  it('names another picture each time', async () => {
    const { handlers } = aStudio();
    const tickets = await Promise.all([1, 2].map(() => call(handlers.createPictureUpload, { params: { sku: 'oak' } })));
    const ids = tickets.map(({ body }) => (body as { pictureId: string }).pictureId);
    expect(new Set(ids).size).toBe(2);
  });

  it('is 404 for an unknown product', async () => {
    const answer = await call(aStudio().handlers.createPictureUpload, { method: 'POST', params: { sku: 'ash' } });
    expect(answer.status).toBe(404);
    expect(answer.body).toMatchObject({ code: 'PRODUCT.NOT_FOUND' });
  });
});

describe('GET /pictures/{pictureId}', () => {
  const rendition = {
    name: 'thumb',
    url: '/t',
    width: 2,
    height: 2,
    contentType: 'image/jpeg',
    bytes: 1,
    sha256: 'f',
  } as const;
  const shown = { width: 30, height: 40, placeholder: 'hash', renditions: [rendition], srcset: '/s 30w', sources: [] };
  const picture = { pictureId, ...shown };
  const base = { ...name, updatedAt: now };
  const states: [PictureRecord, object][] = [
    [{ ...base, state: 'awaitingUpload' }, {}],
    [{ ...base, state: 'processing', sourceEtag: 'e' }, {}],
    [{ ...base, state: 'ready', sourceEtag: 'e', picture }, shown],
    [
      { ...base, state: 'refused', sourceEtag: 'e', code: 'PICTURE.CORRUPT', detail: 'cut off' },
      { code: 'PICTURE.CORRUPT', detail: 'cut off' },
    ],
    [{ ...base, state: 'failed', sourceEtag: 'e', detail: 'gave up' }, { detail: 'gave up' }],
  ];

  it.each(states)('shows the state $state', async (record, more) => {
    const { handlers, fake } = aStudio();
    await fake.records.change(name, () => record);
    const answer = await call(handlers.getPicture, { params: { pictureId } });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ pictureId, sku: 'oak', state: record.state, updatedAt: now, ...more });
  });

  it.each([`pic_${'1'.repeat(26)}`, 'x', '', "x' or true"])('is 404 for %j', async (pictureId) => {
    const answer = await call(aStudio().handlers.getPicture, { params: { pictureId } });
    expect(answer.status).toBe(404);
    expect(answer.body).toMatchObject({ code: 'PICTURE.NOT_FOUND' });
  });
});

describe('GET /media/{pictureId}/{file}', () => {
  const params = { pictureId, file: 'thumb.jpg' };

  it('streams the rendition, to be kept for ever', async () => {
    const { handlers } = aStudio();
    const request = new HttpRequest({ method: 'GET', url: 'http://localhost/api/media', params });
    const answer = await handlers.getMedia(request, aContext({}).context);
    expect(answer.status).toBe(200);
    expect(answer.headers).toEqual({
      etag: '"m1"',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      'content-type': 'image/jpeg',
      'content-length': '11',
    });
    expect(await text(answer.body as Readable)).toBe('thumb bytes');
  });

  it('is 304 without a body for who has it, and leaves no stream open', async () => {
    const { handlers, streams } = aStudio();
    const answer = await call(handlers.getMedia, { params, headers: { 'if-none-match': '"m1"' } });
    expect(answer.status).toBe(304);
    expect(answer.headers.get('etag')).toBe('"m1"');
    expect(answer.headers.get('cache-control')).toContain('immutable');
    expect(streams.map(({ destroyed }) => destroyed)).toEqual([true]);
  });

  it.each([
    { pictureId, file: 'small.jpg' },
    { pictureId, file: 'manifest.json' },
    { pictureId, file: '../../uploads/oak' },
    { pictureId: '..', file: 'thumb.jpg' },
    { pictureId: `pic_${'1'.repeat(26)}`, file: 'thumb.jpg' },
  ])('is 404 for $pictureId/$file', async (params) => {
    const answer = await call(aStudio().handlers.getMedia, { params });
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.body).toMatchObject({ code: 'PICTURE.NOT_FOUND' });
  });
});

describe('the event of an upload', () => {
  const blobTrigger = `uploads/oak/${pictureId}`;

  it('becomes a message about the version that is there, and the picture is in process', async () => {
    const { handlers, fake } = aStudio();
    fake.upload(name, '"e1"', Buffer.from('x'));
    expect(await handlers.pictureUploaded(undefined, aContext({ blobTrigger }).context)).toEqual(job);
    expect(fake.record(pictureId)).toMatchObject({ state: 'processing', sourceEtag: '"e1"' });
  });

  it('leads to the same message when it comes twice, and changes nothing of what has come to an end', async () => {
    const { handlers, fake } = aStudio();
    fake.upload(name, '"e1"', Buffer.from('x'));
    const end = { ...name, updatedAt: now, state: 'failed', sourceEtag: '"e1"', detail: 'x' } as const;
    await fake.records.change(name, () => end);
    expect(await handlers.pictureUploaded(undefined, aContext({ blobTrigger }).context)).toEqual(job);
    expect(fake.record(pictureId)).toBe(end);
  });

  it('is about the newest version also when that came while an older one was being noted', async () => {
    const { handlers, fake } = aStudio();
    fake.upload(name, '"e0"', Buffer.from('x'));
    const noting = fake.records.change;
    fake.records.change = async (...change) => {
      // The event of the new version overtakes this one.
      fake.records.change = noting;
      fake.upload(name, '"e1"', Buffer.from('y'));
      await handlers.pictureUploaded(undefined, aContext({ blobTrigger }).context);
      return noting(...change);
    };
    expect(await handlers.pictureUploaded(undefined, aContext({ blobTrigger }).context)).toEqual(job);
    expect(fake.record(pictureId)).toMatchObject({ state: 'processing', sourceEtag: '"e1"' });
  });

  it('leads to no message when the upload is gone', async () => {
    const { handlers, fake } = aStudio();
    const { context, lines } = aContext({ blobTrigger });
    expect(await handlers.pictureUploaded(undefined, context)).toBeUndefined();
    expect(fake.record(pictureId)).toBeUndefined();
    expect(lines).toEqual([expect.stringContaining('is gone already')]);
  });

  it('leads to no message for a blob that no ticket named', async () => {
    const { context, lines } = aContext({ blobTrigger: 'uploads/oak/photo.jpg' });
    expect(await aStudio().handlers.pictureUploaded(undefined, context)).toBeUndefined();
    expect(lines).toEqual([expect.stringMatching(/^warning uploads\/oak\/photo\.jpg was not uploaded with a ticket/)]);
  });
});

const noJobs: [string, unknown][] = [
  ['text', 'render please'],
  ['nothing', undefined],
  ['another version', { ...job, schemaVersion: 2 }],
  ['no etag', { ...job, etag: undefined }],
  ['a number for a sku', { ...job, sku: 7 }],
  ['another id than a picture has', { ...job, pictureId: '../x' }],
  ['the blob of another picture', { ...job, blobName: 'oak/other' }],
  ['an unknown field', { ...job, width: 7 }],
];

describe('a message of picture-jobs', () => {
  it('is rendered, and the log tells the outcome', async () => {
    const { handlers, rendered, renderEndsWith } = aStudio();
    renderEndsWith({ kind: 'refused', code: 'PICTURE.CORRUPT', detail: 'cut off' });
    const { context, lines } = aContext({ id: 'm1' });
    await handlers.renderPicture(job, context);
    expect(rendered).toEqual([job]);
    expect(lines).toEqual([`information ${pictureId}: refused (PICTURE.CORRUPT: cut off)`]);
  });

  it.each(noJobs)('that is no job (%s) is thrown back with its id', async (_name, message) => {
    const { handlers, rendered } = aStudio();
    const rendering = handlers.renderPicture(message, aContext({ id: 'm1' }).context);
    await expect(rendering).rejects.toThrow(/^Message m1 is no picture job: .+$/);
    expect(rendered).toEqual([]);
  });
});

describe('a poisoned message', () => {
  it('makes the picture a failed one', async () => {
    const { handlers, fake } = aStudio();
    await fake.records.change(name, () => ({ ...name, updatedAt: now, state: 'processing', sourceEtag: '"e1"' }));
    const { context, lines } = aContext({ id: 'm1' });
    await handlers.pictureJobPoisoned(job, context);
    expect(fake.record(pictureId)).toMatchObject({ state: 'failed', sourceEtag: '"e1"' });
    expect(lines).toEqual([expect.stringMatching(/^error pic_/)]);
  });

  it('changes nothing of a picture that was uploaded anew', async () => {
    const { handlers, fake } = aStudio();
    await fake.records.change(name, () => ({ ...name, updatedAt: now, state: 'processing', sourceEtag: '"e2"' }));
    await handlers.pictureJobPoisoned(job, aContext({ id: 'm1' }).context);
    expect(fake.record(pictureId)).toMatchObject({ state: 'processing', sourceEtag: '"e2"' });
  });

  it.each(noJobs)('that is no job (%s) is dropped with its id in the log', async (_name, message) => {
    const { context, lines } = aContext({ id: 'm1' });
    await aStudio().handlers.pictureJobPoisoned(message, context);
    expect(lines).toEqual([expect.stringMatching(/^error Message m1 is no picture job and is dropped/)]);
  });
});
