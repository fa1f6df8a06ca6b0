// Replaying poison messages: which are sent again, which are obsolete, and which are invalid.

import { isSettled, makeJobMessages, makeUploadMessages } from '../../../src/pictures/job-messages';
import type { PictureRecord } from '../../../src/pictures/picture';
import { makeRegisterUpload } from '../../../src/pictures/register-upload';
import { renditionsVersion } from '../../../src/pictures/renditions';
import { makeFakePictures } from '../../helpers/fake-pictures';
import { job, name, now, pictureId, shown } from '../../helpers/picture-studio';

const base = { ...name, updatedAt: now, sourceEtag: '"e1"' };
const picture = { pictureId, ...shown, renditionsVersion };
const outdated = { ...picture, renditionsVersion: renditionsVersion - 1 };
const states = {
  awaiting: { ...name, updatedAt: now, state: 'awaitingUpload' },
  processing: { ...base, state: 'processing' },
  ready: { ...base, state: 'ready', picture },
  outdated: { ...base, state: 'ready', picture: outdated },
  refused: { ...base, state: 'refused', code: 'PICTURE.CORRUPT', detail: 'x' },
  failed: { ...base, state: 'failed', code: 'PICTURE.RENDERING_FAILED', detail: 'x' },
  uploadedAnew: { ...base, state: 'failed', sourceEtag: '"e2"', code: 'PICTURE.RENDERING_FAILED', detail: 'x' },
  deleted: { ...name, updatedAt: now, state: 'deleted' },
} as const satisfies Record<string, PictureRecord>;

function aDesk() {
  const fake = makeFakePictures();
  const clock = () => new Date(now);
  const messages = makeJobMessages({ ...fake, now: clock });
  const uploads = makeUploadMessages(makeRegisterUpload({ ...fake, now: clock }), fake.jobs);
  return { fake, messages, uploads };
}

describe('a poisoned job', () => {
  it('is described by its picture', () => {
    expect(aDesk().messages.describe(JSON.stringify(job))).toEqual({ ok: true, value: job });
  });

  it.each([
    ['render please', /JSON/],
    ['{"schemaVersion":1}', /sku/],
    ['null', /./],
    ['', /JSON/],
  ])('that is none (%j) is told with what is wrong, and never sent', async (text, reason) => {
    const { messages, fake } = aDesk();
    expect(messages.describe(text)).toMatchObject({ ok: false, detail: expect.stringMatching(reason) });
    await expect(messages.replay(text)).rejects.toThrow('Not a picture job');
    expect(fake.sent).toEqual([]);
  });

  it('is sent again, and the failed picture is processing again', async () => {
    const { messages, fake } = aDesk();
    await fake.records.change(name, () => states.failed);
    expect(await messages.replay(JSON.stringify(job))).toBe('sent');
    expect(fake.sent).toEqual([{ job, delaySeconds: 0 }]);
    expect(fake.record(pictureId)).toEqual(states.processing);
  });

  it('is sent again if the process died during the first replay', async () => {
    const { messages, fake } = aDesk();
    await fake.records.change(name, () => states.processing);
    expect(await messages.replay(JSON.stringify(job))).toBe('sent');
  });

  it('does not change the state of a ready picture', async () => {
    const { messages, fake } = aDesk();
    await fake.records.change(name, () => states.outdated);
    expect(await messages.replay(JSON.stringify(job))).toBe('sent');
    expect(fake.record(pictureId)).toBe(states.outdated);
  });

  it.each(['ready', 'refused', 'uploadedAnew', 'deleted'] as const)(
    'is obsolete if the picture is %s',
    async (state) => {
      const { messages, fake } = aDesk();
      await fake.records.change(name, () => states[state]);
      expect(await messages.replay(JSON.stringify(job))).toBe('settled');
      expect([fake.sent, fake.record(pictureId)]).toEqual([[], states[state]]);
    },
  );

  it('that requests rendering again is obsolete only after a newer source or a deletion', () => {
    const settled = Object.entries(states).filter(([, record]) => isSettled(record, { ...job, again: 'r1' }));
    expect(settled.map(([state]) => state)).toEqual(['uploadedAnew', 'deleted']);
  });
});

describe('a poisoned event of an upload', () => {
  const path = `uploads/oak/${pictureId}`;

  it('is registered with the current version', async () => {
    const { uploads, fake } = aDesk();
    expect(uploads.describe(path)).toEqual({ ok: true, value: name });
    await fake.records.change(name, () => states.awaiting);
    fake.upload(name, '"e1"', Buffer.from('x'));
    expect(await uploads.replay(path)).toBe('sent');
    expect(fake.sent).toEqual([{ job, delaySeconds: 0 }]);
    expect(fake.record(pictureId)).toMatchObject({ state: 'processing', sourceEtag: '"e1"' });
  });

  it('is obsolete if the upload is gone', async () => {
    const { uploads, fake } = aDesk();
    expect(await uploads.replay(path)).toBe('settled');
    expect(fake.sent).toEqual([]);
  });

  it('of a blob without a ticket is invalid', async () => {
    const { uploads } = aDesk();
    expect(uploads.describe('uploads/oak/photo.jpg')).toMatchObject({ ok: false });
    await expect(uploads.replay('uploads/oak/photo.jpg')).rejects.toThrow('Not an upload');
  });
});
