// The back-fill route: its budget, pace and cursor, and which pictures it selects.

import type { PictureRecord } from '../../../src/pictures/picture';
import { pictureJob } from '../../../src/pictures/picture-job';
import { makeRegisterUpload } from '../../../src/pictures/register-upload';
import { renditionsVersion } from '../../../src/pictures/renditions';
import { makeReprocessHandlers } from '../../../src/pictures/reprocess-handlers';
import { makeReprocessPictures } from '../../../src/pictures/reprocess-pictures';
import { makeFakePictures } from '../../helpers/fake-pictures';
import { call } from '../../helpers/http';
import { now, shown } from '../../helpers/picture-studio';

const nameOf = (number: number) => ({ sku: 'oak', pictureId: `pic_${String(number).padStart(26, '0')}` });
const earlier = '2026-01-01T00:00:00.000Z';

type Order = Record<string, unknown>;
interface Report {
  enqueued: number;
  settled: number;
  until: string;
  cursor?: string;
}

/** A shop with this many outdated pictures, and a fixed clock. */
async function aShop(outdated = 0) {
  const fake = makeFakePictures();
  const clock = { now: new Date(now) };
  const time = () => clock.now;
  const registerUpload = makeRegisterUpload({ ...fake, now: time });
  const handlers = makeReprocessHandlers(makeReprocessPictures({ ...fake, registerUpload, now: time }), time);
  const put = (number: number, state: object) => {
    const record = { ...nameOf(number), updatedAt: earlier, sourceEtag: '"e1"', ...state } as PictureRecord;
    return fake.records.change(record, () => record);
  };
  const ready = (version: number) => ({ state: 'ready', picture: { ...shown, renditionsVersion: version } });
  for (let number = 0; number < outdated; number++) await put(number, ready(renditionsVersion - 1));
  const ask = (body: Order, headers: Record<string, string> = {}) =>
    call(handlers.reprocessPictures, { method: 'POST', body, headers });
  const reprocess = async (body: Order) => (await ask(body)).body as Report;
  return { fake, clock, put, ready, ask, reprocess };
}

describe('POST /admin/pictures/reprocess', () => {
  it('sends jobs for outdated pictures, within the budget, with increasing delays', async () => {
    const { fake, ask } = await aShop(5);
    const answer = await ask({ maxPictures: 3, perMinute: 30 });
    expect(answer).toMatchObject({ status: 202, body: { enqueued: 3, settled: 0, until: '2026-01-02T00:00:06.000Z' } });
    expect(fake.sent).toEqual([0, 1, 2].map((at) => ({ job: pictureJob(nameOf(at), '"e1"'), delaySeconds: 2 * at })));
  });

  it('changes no state, so that the shop keeps showing the pictures', async () => {
    const { fake, reprocess } = await aShop(2);
    const before = [0, 1].map((at) => fake.record(nameOf(at).pictureId));
    await reprocess({ maxPictures: 10 });
    expect([0, 1].map((at) => fake.record(nameOf(at).pictureId))).toEqual(before);
  });

  it('continues from its cursor at the same pace until there are no more', async () => {
    const { fake, reprocess } = await aShop(5);
    let cursor: string | undefined;
    const cursors: (string | undefined)[] = [];
    do {
      const order: Order = { maxPictures: 2, perMinute: 60, ...(cursor !== undefined && { cursor }) };
      cursor = (await reprocess(order)).cursor;
      cursors.push(cursor);
    } while (cursor !== undefined);
    expect(cursors).toHaveLength(3);
    expect(fake.sent.map(({ job, delaySeconds }) => [job.pictureId, delaySeconds])).toEqual(
      [0, 1, 2, 3, 4].map((at) => [nameOf(at).pictureId, at]),
    );
  });

  it('returns no cursor if the budget is exactly enough', async () => {
    const { reprocess } = await aShop(2);
    expect(await reprocess({ maxPictures: 2 })).toEqual({ enqueued: 2, settled: 0, until: expect.any(String) });
  });

  it('starts immediately if a cursor is used late', async () => {
    const { fake, clock, reprocess } = await aShop(2);
    const { cursor } = await reprocess({ maxPictures: 1, perMinute: 1 });
    clock.now = new Date('2026-01-03T00:00:00Z');
    await reprocess({ maxPictures: 1, perMinute: 1, cursor });
    expect(fake.sent.map(({ delaySeconds }) => delaySeconds)).toEqual([0, 0]);
  });

  it('renders all pictures with a source again if requested, once per request', async () => {
    const { fake, put, ready, ask } = await aShop();
    await put(0, ready(renditionsVersion));
    await put(1, { state: 'awaitingUpload', sourceEtag: undefined });
    await put(2, { state: 'deleted' });
    for (const key of ['k1', 'k1', 'k2']) await ask({ maxPictures: 10, which: 'all' }, { 'idempotency-key': key });
    expect(fake.sent.map(({ job }) => job.pictureId)).toEqual(Array(3).fill(nameOf(0).pictureId));
    const [first, repeated, second] = fake.sent.map(({ job }) => job.again);
    expect([first === repeated, first === second, typeof first]).toEqual([true, false, 'string']);
  });

  it('retries failed pictures with their original message, and refused ones', async () => {
    const { fake, put, reprocess } = await aShop();
    await put(0, { state: 'failed' });
    await put(1, { state: 'refused' });
    await reprocess({ maxPictures: 10, which: 'failed' });
    await reprocess({ maxPictures: 10, which: 'refused' });
    expect(fake.sent.map(({ job }) => [job.pictureId, typeof job.again])).toEqual([
      [nameOf(0).pictureId, 'undefined'],
      [nameOf(1).pictureId, 'string'],
    ]);
  });

  it('recovers pictures that wait for a lost message, event or source', async () => {
    const { fake, put, reprocess } = await aShop();
    const processing = { state: 'processing' };
    const awaiting = { state: 'awaitingUpload', sourceEtag: undefined };
    for (const at of [0, 1]) await put(at, processing);
    for (const at of [2, 3]) await put(at, awaiting);
    await put(4, { ...processing, updatedAt: now });
    for (const at of [0, 2, 4]) fake.upload(nameOf(at), '"e1"', Buffer.from('x'));
    expect(await reprocess({ maxPictures: 10, which: 'stalled' })).toMatchObject({ enqueued: 2, settled: 1 });
    expect(fake.sent.map(({ job }) => job.pictureId)).toEqual([nameOf(0).pictureId, nameOf(2).pictureId]);
    expect([0, 1, 2, 3, 4].map((at) => fake.record(nameOf(at).pictureId)?.state)).toEqual([
      'processing',
      'failed',
      'processing',
      'awaitingUpload',
      'processing',
    ]);
    expect(fake.record(nameOf(1).pictureId)).toMatchObject({ code: 'PICTURE.SOURCE_GONE' });
  });

  it('reports a storage failure; sending the same jobs again is safe', async () => {
    const { fake, ask } = await aShop(40);
    const send = fake.jobs.send;
    fake.jobs.send = async (...job) => {
      if (fake.sent.length === 20) throw Object.assign(new Error('busy'), { statusCode: 503 });
      return send(...job);
    };
    expect(await ask({ maxPictures: 40 })).toMatchObject({ status: 503, body: { code: 'DEPENDENCY.UNAVAILABLE' } });
    expect(fake.sent).toHaveLength(20);
  });

  const maxPictures = 1;
  it.each<[string, Order, string]>([
    ['no budget', {}, 'maxPictures'],
    ['a budget of nought', { maxPictures: 0 }, 'maxPictures'],
    ['a budget beyond one call', { maxPictures: 1001 }, 'maxPictures'],
    ['a pace of nought', { maxPictures, perMinute: 0 }, 'perMinute'],
    ['a choice there is not', { maxPictures, which: 'some' }, 'which'],
    ['an unknown field', { maxPictures, sku: 'oak' }, 'sku'],
    ['a cursor that is none', { maxPictures, cursor: 'x' }, 'cursor'],
    ['a forged cursor', { maxPictures, cursor: Buffer.from('["o k","x",1]').toString('base64url') }, 'cursor'],
  ])('with %s is 400 and sends nothing', async (_name, body, field) => {
    const { fake, ask } = await aShop(1);
    expect(await ask(body)).toMatchObject({ status: 400, body: { errors: [{ path: field }] } });
    expect(fake.sent).toEqual([]);
  });

  it('does not delay a job longer than the maximum visibility timeout', async () => {
    const { ask } = await aShop(1);
    const { pictureId } = nameOf(0);
    const far = Date.parse('2026-01-09T00:00:00Z');
    const cursor = Buffer.from(JSON.stringify(['oak', pictureId, far])).toString('base64url');
    expect(await ask({ maxPictures, cursor })).toMatchObject({ status: 400, body: { errors: [{ path: 'cursor' }] } });
  });
});
