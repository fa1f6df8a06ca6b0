// The owner's picture routes: ticket, state, deletion, and rendering again.

import type { PictureRecord } from '../../../src/pictures/picture';
import { call } from '../../helpers/http';
import { aStudio, name, now, pictureId, shown } from '../../helpers/picture-studio';

describe('POST /products/{sku}/pictures', () => {
  it('returns a ticket for one upload, and the picture awaits it', async () => {
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

  it('creates a new picture each time', async () => {
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
  const picture = { pictureId, ...shown, renditionsVersion: 1 };
  const base = { ...name, updatedAt: now };
  const states: [PictureRecord, object][] = [
    [{ ...base, state: 'awaitingUpload' }, {}],
    [{ ...base, state: 'processing', sourceEtag: 'e' }, {}],
    [{ ...base, state: 'ready', sourceEtag: 'e', picture }, shown],
    [
      { ...base, state: 'refused', sourceEtag: 'e', code: 'PICTURE.CORRUPT', detail: 'cut off' },
      { code: 'PICTURE.CORRUPT', detail: 'cut off' },
    ],
    [
      { ...base, state: 'failed', sourceEtag: 'e', code: 'PICTURE.RENDERING_FAILED', detail: 'gave up' },
      { code: 'PICTURE.RENDERING_FAILED', detail: 'gave up' },
    ],
    [{ ...base, state: 'processing', sourceEtag: 'e', picture, fault: 'a first attempt failed' }, shown],
  ];

  it.each(states)('shows the state $state', async (record, more) => {
    const { handlers, fake } = aStudio();
    await fake.records.change(name, () => record);
    const answer = await call(handlers.getPicture, { params: { pictureId } });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ pictureId, sku: 'oak', state: record.state, updatedAt: now, ...more });
  });

  it('is 404 for a deleted picture', async () => {
    const { handlers, fake } = aStudio();
    await fake.records.change(name, () => ({ ...base, state: 'deleted' }));
    const answer = await call(handlers.getPicture, { params: { pictureId } });
    expect(answer).toMatchObject({ status: 404, body: { code: 'PICTURE.NOT_FOUND' } });
  });

  it.each([`pic_${'1'.repeat(26)}`, 'x', '', "x' or true"])('is 404 for %j', async (pictureId) => {
    const answer = await call(aStudio().handlers.getPicture, { params: { pictureId } });
    expect(answer.status).toBe(404);
    expect(answer.body).toMatchObject({ code: 'PICTURE.NOT_FOUND' });
  });
});

describe('GET /products/{sku}/pictures', () => {
  it('lists the pictures of the product in every state, the oldest first, without deleted ones', async () => {
    const { handlers, fake } = aStudio();
    const base = { sku: 'oak', updatedAt: now };
    const idOf = (n: number) => `pic_${String(n).repeat(26)}`;
    const records: PictureRecord[] = [
      { ...base, pictureId: idOf(2), state: 'refused', sourceEtag: 'e', code: 'PICTURE.CORRUPT', detail: 'cut off' },
      { ...base, pictureId: idOf(1), state: 'processing', sourceEtag: 'e' },
      { ...base, pictureId: idOf(3), state: 'deleted' },
      { ...base, pictureId: idOf(4), sku: 'elm', state: 'awaitingUpload' },
    ];
    for (const record of records) await fake.records.change(record, () => record);
    const answer = await call(handlers.listProductPictures, { params: { sku: 'oak' } });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      pictures: [
        { ...base, pictureId: idOf(1), state: 'processing' },
        { ...base, pictureId: idOf(2), state: 'refused', code: 'PICTURE.CORRUPT', detail: 'cut off' },
      ],
    });
  });
});

const params = { pictureId };
const processing = { ...name, updatedAt: now, state: 'processing', sourceEtag: '"e1"' } as const;

describe('DELETE /pictures/{pictureId}', () => {
  const remove = (handlers: ReturnType<typeof aStudio>['handlers'], id = pictureId) =>
    call(handlers.deletePicture, { method: 'DELETE', params: { pictureId: id } });

  it('leaves only a tombstone for late messages', async () => {
    const { handlers, fake } = aStudio();
    fake.upload(name, '"e1"', Buffer.from('x'));
    await fake.records.change(name, () => processing);
    await fake.renditions.publish({ ...name } as never, [], undefined, new AbortController().signal);
    expect((await remove(handlers)).status).toBe(204);
    expect([fake.hasSource(name), fake.kept()]).toEqual([false, []]);
    expect(fake.record(pictureId)).toEqual({ ...name, updatedAt: now, state: 'deleted' });
  });

  it('may be repeated, and then removes what an earlier attempt left', async () => {
    const { handlers, fake } = aStudio();
    await fake.records.change(name, () => processing);
    await remove(handlers);
    fake.upload(name, '"e1"', Buffer.from('x'));
    expect((await remove(handlers)).status).toBe(204);
    expect(fake.hasSource(name)).toBe(false);
  });

  it.each([`pic_${'1'.repeat(26)}`, 'x', ''])('is 404 for %j', async (id) => {
    const answer = await remove(aStudio().handlers, id);
    expect(answer).toMatchObject({ status: 404, body: { code: 'PICTURE.NOT_FOUND' } });
  });
});

describe('POST /pictures/{pictureId}/reprocess', () => {
  const reprocess = (handlers: ReturnType<typeof aStudio>['handlers'], headers: Record<string, string> = {}) =>
    call(handlers.reprocessPicture, { method: 'POST', params, headers });

  async function aReadyPicture() {
    const studio = aStudio();
    const picture = { pictureId, ...shown, renditionsVersion: 2 };
    studio.fake.upload(name, '"e1"', Buffer.from('x'));
    await studio.fake.records.change(name, () => ({ ...processing, state: 'ready', picture }));
    return studio;
  }

  it('sends a job to render again, while the shop still shows the picture', async () => {
    const { handlers, fake } = await aReadyPicture();
    const answer = await reprocess(handlers);
    expect(answer).toMatchObject({ status: 202, body: { state: 'processing', renditions: shown.renditions } });
    expect(answer.headers.get('location')).toBe(`/api/pictures/${pictureId}`);
    const again = expect.stringMatching(/^cmd_/);
    expect(fake.sent).toEqual([{ job: expect.objectContaining({ pictureId, etag: '"e1"', again }), delaySeconds: 0 }]);
    expect(fake.record(pictureId)).toMatchObject({ state: 'processing', picture: shown });
  });

  it('sends a new job each time, unless the Idempotency-Key is the same', async () => {
    const { handlers, fake } = await aReadyPicture();
    for (const key of ['k1', 'k1', 'k2', undefined, undefined]) {
      await reprocess(handlers, key === undefined ? {} : { 'idempotency-key': key });
    }
    const requests = fake.sent.map(({ job }) => job.again);
    expect(requests[0]).toBe(requests[1]);
    expect(new Set(requests).size).toBe(4);
  });

  it('registers an upload whose event was lost', async () => {
    const { handlers, fake } = aStudio();
    fake.upload(name, '"e7"', Buffer.from('x'));
    await fake.records.change(name, () => ({ ...name, updatedAt: now, state: 'awaitingUpload' }));
    expect((await reprocess(handlers)).status).toBe(202);
    expect(fake.record(pictureId)).toMatchObject({ state: 'processing', sourceEtag: '"e7"' });
    expect(fake.sent).toMatchObject([{ job: { etag: '"e7"' } }]);
  });

  it('is 409 without a source, and changes nothing', async () => {
    const { handlers, fake } = await aReadyPicture();
    fake.remove(name);
    expect(await reprocess(handlers)).toMatchObject({ status: 409, body: { code: 'PICTURE.NO_SOURCE' } });
    expect([fake.sent, fake.record(pictureId)?.state]).toEqual([[], 'ready']);
  });

  it('is 404 for a picture that was deleted or never existed', async () => {
    const { handlers, fake } = aStudio();
    expect(await reprocess(handlers)).toMatchObject({ status: 404, body: { code: 'PICTURE.NOT_FOUND' } });
    await fake.records.change(name, () => ({ ...name, updatedAt: now, state: 'deleted' }));
    expect(await reprocess(handlers)).toMatchObject({ status: 404, body: { code: 'PICTURE.NOT_FOUND' } });
  });
});
