// Handling of upload events and jobs: once, for the current version, and without losing a message that needs attention.

import type { PictureRecord } from '../../../src/pictures/picture';
import { renditionsVersion } from '../../../src/pictures/renditions';
import { aContext, aStudio, job, name, now, pictureId, shown } from '../../helpers/picture-studio';

const processing = { ...name, updatedAt: now, state: 'processing', sourceEtag: '"e1"' } as const;
const failure = { code: 'PICTURE.RENDERING_FAILED', detail: 'x' } as const;

describe('the event of an upload', () => {
  const blobTrigger = `uploads/oak/${pictureId}`;

  it('sends a job for the current version, and the picture is processing', async () => {
    const { handlers, fake } = aStudio();
    fake.upload(name, '"e1"', Buffer.from('x'));
    expect(await handlers.pictureUploaded(undefined, aContext({ blobTrigger }).context)).toEqual(job);
    expect(fake.record(pictureId)).toMatchObject({ state: 'processing', sourceEtag: '"e1"' });
  });

  it('sends the same job if repeated, and does not change a final state', async () => {
    const { handlers, fake } = aStudio();
    fake.upload(name, '"e1"', Buffer.from('x'));
    const end = { ...name, updatedAt: now, state: 'failed', sourceEtag: '"e1"', ...failure } as const;
    await fake.records.change(name, () => end);
    expect(await handlers.pictureUploaded(undefined, aContext({ blobTrigger }).context)).toEqual(job);
    expect(fake.record(pictureId)).toBe(end);
  });

  it('uses the newest version, even if it arrives while an older one is being registered', async () => {
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

  it('removes an upload to a deleted picture', async () => {
    const { handlers, fake } = aStudio();
    await fake.records.change(name, () => ({ ...name, updatedAt: now, state: 'deleted' }));
    fake.upload(name, '"e1"', Buffer.from('x'));
    expect(await handlers.pictureUploaded(undefined, aContext({ blobTrigger }).context)).toBeUndefined();
    expect([fake.hasSource(name), fake.record(pictureId)?.state]).toEqual([false, 'deleted']);
  });

  it('that cannot be registered becomes a message, which is retried for longer', async () => {
    const { handlers, fake, rendered } = aStudio();
    fake.upload(name, '"e1"', Buffer.from('x'));
    const change = fake.records.change;
    fake.records.change = () => Promise.reject(new Error('storage is down'));
    const { context, lines } = aContext({ blobTrigger });
    const message = await handlers.pictureUploaded(undefined, context);
    expect(lines).toEqual([expect.stringMatching(/^warning .*storage is down/)]);
    await handlers.renderPicture(message, aContext().context);
    expect(fake.sent).toMatchObject([{ job: { ...message, attempt: 2 }, delaySeconds: 2 }]);
    fake.records.change = change;
    await handlers.renderPicture(fake.sent[0]?.job, aContext().context);
    expect([rendered, fake.record(pictureId)?.state]).toEqual([[job], 'processing']);
  });

  it('sends no job if the upload is gone', async () => {
    const { handlers, fake } = aStudio();
    const { context, lines } = aContext({ blobTrigger });
    expect(await handlers.pictureUploaded(undefined, context)).toBeUndefined();
    expect(fake.record(pictureId)).toBeUndefined();
    expect(lines).toEqual([expect.stringContaining('no longer exists')]);
  });

  it('sends no job for a blob without a ticket', async () => {
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
  it('is rendered, and the outcome is logged', async () => {
    const { handlers, rendered, renderEndsWith } = aStudio();
    renderEndsWith(async () => ({ kind: 'refused', code: 'PICTURE.CORRUPT', detail: 'cut off' }));
    const { context, lines } = aContext({ id: 'm1' });
    await handlers.renderPicture(job, context);
    expect(rendered).toEqual([job]);
    expect(lines).toEqual([`information ${pictureId}: refused (PICTURE.CORRUPT: cut off)`]);
  });

  it.each(noJobs)('that is not a job (%s) throws with its id', async (_name, message) => {
    const { handlers, rendered } = aStudio();
    const rendering = handlers.renderPicture(message, aContext({ id: 'm1' }).context);
    await expect(rendering).rejects.toThrow(/^Message m1 is not a picture job: .+$/);
    expect(rendered).toEqual([]);
  });

  it('that fails is sent again with a growing delay, and the picture records why', async () => {
    const { handlers, fake, renderEndsWith } = aStudio();
    await fake.records.change(name, () => processing);
    renderEndsWith(() => Promise.reject(new Error('out of memory')));
    const { context, lines } = aContext({ id: 'm1' });
    await handlers.renderPicture(job, context);
    for (let sent = 1; sent < 4; sent++) await handlers.renderPicture(fake.sent.at(-1)?.job, context);
    expect(fake.sent).toEqual(
      [2, 8, 32, 128].map((delaySeconds, index) => ({ job: { ...job, attempt: index + 2 }, delaySeconds })),
    );
    expect(lines[0]).toMatch(/^warning Message m1: attempt 1 failed; the next one is in 2 s: Error: out of memory/);
    expect(fake.record(pictureId)).toMatchObject({ state: 'processing', fault: 'out of memory' });
  });

  it('that fails at its last attempt throws, and the picture fails with the reason', async () => {
    const { handlers, fake, renderEndsWith } = aStudio();
    await fake.records.change(name, () => processing);
    renderEndsWith(() => Promise.reject(new Error('out of memory')));
    const last = { ...job, attempt: 5 };
    await expect(handlers.renderPicture(last, aContext().context)).rejects.toThrow('out of memory');
    expect([fake.sent, fake.record(pictureId)]).toMatchObject([[], { state: 'processing', fault: 'out of memory' }]);
    await handlers.pictureJobPoisoned(last, aContext().context);
    expect(fake.record(pictureId)).toMatchObject({ state: 'failed', detail: 'out of memory' });
    expect(fake.parkedMessages).toEqual([{ message: JSON.stringify(job), reason: 'out of memory' }]);
  });

  it('that fails throws its own error if it cannot be sent again, for the retries of the trigger', async () => {
    const { handlers, fake, renderEndsWith } = aStudio();
    renderEndsWith(() => Promise.reject(new Error('out of memory')));
    fake.jobs.send = () => Promise.reject(new Error('the queue is down'));
    const { context, lines } = aContext();
    await expect(handlers.renderPicture(job, context)).rejects.toThrow('out of memory');
    expect(lines).toEqual([expect.stringMatching(/^warning .*the queue is down/)]);
  });

  it('that fails is sent again, even if the reason cannot be recorded', async () => {
    const { handlers, fake, renderEndsWith } = aStudio();
    renderEndsWith(() => Promise.reject(new Error('out of memory')));
    fake.records.change = () => Promise.reject(new Error('storage is down'));
    const { context, lines } = aContext();
    await handlers.renderPicture(job, context);
    expect(fake.sent).toEqual([{ job: { ...job, attempt: 2 }, delaySeconds: 2 }]);
    expect(lines).toEqual([
      expect.stringMatching(/^warning .*storage is down/),
      expect.stringMatching(/out of memory/),
    ]);
  });
});

describe('a poisoned message', () => {
  it('fails the picture and is parked', async () => {
    const { handlers, fake } = aStudio();
    await fake.records.change(name, () => processing);
    const { context, lines } = aContext({ id: 'm1' });
    await handlers.pictureJobPoisoned(job, context);
    const failed = { state: 'failed', sourceEtag: '"e1"', code: 'PICTURE.RENDERING_FAILED' };
    expect(fake.record(pictureId)).toMatchObject(failed);
    expect(fake.parkedMessages).toEqual([
      { message: JSON.stringify(job), reason: expect.stringContaining('Every attempt') },
    ]);
    expect(lines).toEqual([expect.stringMatching(/^error pic_/)]);
  });

  it('is parked even if the picture stays ready, because it was only to be rendered again', async () => {
    const { handlers, fake } = aStudio();
    const picture = { pictureId, ...shown, renditionsVersion: 1 };
    await fake.records.change(name, () => ({ ...processing, state: 'ready', picture }));
    await handlers.pictureJobPoisoned({ ...job, again: 'r1' }, aContext().context);
    expect(fake.record(pictureId)?.state).toBe('ready');
    expect(fake.parkedMessages).toMatchObject([{ message: JSON.stringify({ ...job, again: 'r1' }) }]);
  });

  const settled: [string, PictureRecord][] = [
    ['was uploaded anew', { ...processing, sourceEtag: '"e2"' }],
    ['was deleted', { ...name, updatedAt: now, state: 'deleted' }],
    ['is ready all the same', { ...processing, state: 'ready', picture: { pictureId, ...shown, renditionsVersion } }],
  ];
  it.each(settled)('changes nothing if the picture %s, and is not parked', async (_name, record) => {
    const { handlers, fake } = aStudio();
    await fake.records.change(name, () => record);
    const { context, lines } = aContext();
    await handlers.pictureJobPoisoned(job, context);
    expect([fake.record(pictureId), fake.parkedMessages]).toEqual([record, []]);
    expect(lines).toEqual([expect.stringMatching(/^warning pic_/)]);
  });

  it.each(noJobs)('that is not a job (%s) is parked with the reason, and its id is logged', async (_name, message) => {
    const { handlers, fake } = aStudio();
    const { context, lines } = aContext({ id: 'm1' });
    await handlers.pictureJobPoisoned(message, context);
    expect(fake.parkedMessages).toEqual([
      { message: expect.any(String), reason: expect.stringMatching(/^Not a picture job: .+/) },
    ]);
    expect(lines).toEqual([expect.stringMatching(/^error Message m1 is not a picture job and is parked/)]);
  });

  it('that is not text is kept as far as possible', async () => {
    const { handlers, fake } = aStudio();
    await handlers.pictureJobPoisoned(new Uint8Array([0xff, 0x41]), aContext().context);
    expect(fake.parkedMessages).toMatchObject([{ message: '\ufffdA' }]);
  });
});
