// Picture state transitions: which message may change which state, in any order of arrival.

import {
  afterDeletion,
  afterFault,
  afterGivingUp,
  afterRendering,
  afterRequest,
  afterUpload,
  isPictureId,
  type PictureRecord,
  parseSourcePath,
  sourceBlobName,
} from '../../../src/pictures/picture';

const pictureId = `pic_${'0'.repeat(26)}`;
const name = { sku: 'oak', pictureId };
const earlier = '2026-01-01T00:00:00.000Z';
const now = '2026-01-02T00:00:00.000Z';
const base = { ...name, updatedAt: earlier };
const shown = { width: 1, height: 1, placeholder: '', renditions: [], srcset: '', sources: [], renditionsVersion: 1 };
const picture = { pictureId, ...shown };

const awaiting: PictureRecord = { ...base, state: 'awaitingUpload' };
const processing: PictureRecord = { ...base, state: 'processing', sourceEtag: 'e1' };
const ready: PictureRecord = { ...base, state: 'ready', sourceEtag: 'e1', picture };
const refused: PictureRecord = { ...base, state: 'refused', sourceEtag: 'e1', code: 'PICTURE.CORRUPT', detail: 'x' };
const failure = { code: 'PICTURE.RENDERING_FAILED', detail: 'x' } as const;
const failed: PictureRecord = { ...base, state: 'failed', sourceEtag: 'e1', ...failure };
const deleted: PictureRecord = { ...base, state: 'deleted' };

describe('an upload', () => {
  it.each([undefined, awaiting])('starts processing of %j', (record) => {
    expect(afterUpload(record, name, 'e1', now)).toEqual({
      ...name,
      updatedAt: now,
      state: 'processing',
      sourceEtag: 'e1',
    });
  });

  it.each([processing, ready, refused, failed])('changes nothing if registered again: $state', (record) => {
    expect(afterUpload(record, name, 'e1', now)).toBe(record);
  });

  it.each([processing, refused, failed])('restarts processing if it is a new version: $state', (record) => {
    expect(afterUpload(record, name, 'e2', now)).toEqual({
      ...name,
      updatedAt: now,
      state: 'processing',
      sourceEtag: 'e2',
    });
  });

  it('keeps the previous picture visible until there is a new one', () => {
    const after = afterUpload(ready, name, 'e2', now);
    expect(after).toEqual({ ...name, updatedAt: now, state: 'processing', sourceEtag: 'e2', picture });
  });
});

describe('a request to render again', () => {
  it.each([undefined, awaiting, processing, refused, failed])('starts processing of %j', (record) => {
    expect(afterRequest(record, name, 'e1', now)).toEqual({
      ...name,
      updatedAt: now,
      state: 'processing',
      sourceEtag: 'e1',
    });
  });

  it('keeps the picture visible during and after rendering', () => {
    const requested = afterRequest(ready, name, 'e1', now);
    expect(requested).toMatchObject({ state: 'processing', picture });
    const end = { state: 'refused', sourceEtag: 'e1', code: 'PICTURE.CORRUPT', detail: 'x' } as const;
    expect(afterRendering(requested, name, end, now)).toMatchObject({ ...end, picture });
    expect(afterGivingUp(requested, name, 'e1', now)).toMatchObject({ state: 'failed', picture });
  });
});

describe('a failed attempt', () => {
  it('is recorded in case it was the last one', () => {
    const after = afterFault(processing, name, 'e1', 'out of memory', now);
    expect(after).toMatchObject({ state: 'processing', sourceEtag: 'e1', fault: 'out of memory' });
    const end = { state: 'failed', code: 'PICTURE.RENDERING_FAILED', detail: 'out of memory' };
    expect(afterGivingUp(after, name, 'e1', now)).toMatchObject(end);
  });

  it('is recorded in shortened form', () => {
    expect(afterFault(processing, name, 'e1', 'x'.repeat(9000), now)).toMatchObject({ fault: 'x'.repeat(300) });
  });

  it('is removed with the next upload', () => {
    const after = afterFault(processing, name, 'e1', 'out of memory', now);
    expect(afterUpload(after, name, 'e2', now)).not.toHaveProperty('fault');
  });

  it.each([awaiting, ready, refused, failed, deleted])('changes nothing in other states: $state', (record) => {
    expect(afterFault(record, name, 'e1', 'x', now)).toBe(record);
  });

  it('of an older upload changes nothing', () => {
    expect(afterFault(processing, name, 'e0', 'x', now)).toBe(processing);
  });
});

describe('a deletion', () => {
  it.each([awaiting, processing, ready, refused, failed])('leaves only the name of %j', (record) => {
    expect(afterDeletion(record, now)).toEqual({ ...name, updatedAt: now, state: 'deleted' });
  });

  it('is final: no later message changes anything', () => {
    const end = { state: 'ready', sourceEtag: 'e1', picture } as const;
    expect(afterUpload(deleted, name, 'e1', now)).toBe(deleted);
    expect(afterRequest(deleted, name, 'e1', now)).toBe(deleted);
    expect(afterRendering(deleted, name, end, now)).toBe(deleted);
    expect(afterGivingUp(deleted, name, 'e1', now)).toBe(deleted);
    expect(afterDeletion(deleted, now)).toBe(deleted);
  });
});

describe('a finished rendering', () => {
  const end = { state: 'ready', sourceEtag: 'e1', picture } as const;

  it.each([undefined, awaiting, processing, failed])('of the current upload replaces %j', (record) => {
    expect(afterRendering(record, name, end, now)).toEqual({ ...name, updatedAt: now, ...end });
  });

  it('that is already recorded changes nothing', () => {
    expect(afterRendering(ready, name, end, now)).toBe(ready);
  });

  it('with other renditions replaces the previous one', () => {
    const other = { ...end, picture: { ...picture, renditionsVersion: 2 } };
    expect(afterRendering(ready, name, other, now)).toEqual({ ...name, updatedAt: now, ...other });
  });

  it('of an older upload changes nothing', () => {
    const newer: PictureRecord = { ...processing, sourceEtag: 'e2' };
    expect(afterRendering(newer, name, end, now)).toBe(newer);
  });

  it('keeps nothing of the previous state', () => {
    expect(afterRendering(refused, name, end, now)).not.toHaveProperty('code');
  });
});

describe('giving up', () => {
  it.each([undefined, processing])('changes %j to failed', (record) => {
    expect(afterGivingUp(record, name, 'e1', now)).toMatchObject({ state: 'failed', sourceEtag: 'e1', updatedAt: now });
  });

  it.each([ready, refused, failed])('does not change a final state: $state', (record) => {
    expect(afterGivingUp(record, name, 'e1', now)).toBe(record);
  });

  it('does not change a newer upload', () => {
    const newer: PictureRecord = { ...processing, sourceEtag: 'e2' };
    expect(afterGivingUp(newer, name, 'e1', now)).toBe(newer);
  });
});

describe('picture names', () => {
  it('convert to blob paths and back', () => {
    expect(parseSourcePath(`uploads/${sourceBlobName(name)}`)).toEqual(name);
  });

  it.each([
    '',
    'uploads',
    'uploads/oak',
    `uploads/oak/x/${pictureId}`,
    `uploads/oak/${pictureId}/x`,
    'uploads/oak/photo.jpg',
  ])('are not those of %j', (path) => {
    expect(parseSourcePath(path)).toBeUndefined();
  });

  it.each(['OAK', '', '..', 'o k'])('have no sku like %j', (sku) => {
    expect(parseSourcePath(`uploads/${sku}/${pictureId}`)).toBeUndefined();
  });

  it('have one form of id', () => {
    expect(isPictureId(pictureId)).toBe(true);
    expect(['pic_', `${pictureId}0`, pictureId.toUpperCase(), `${pictureId}\n`, '../x'].filter(isPictureId)).toEqual(
      [],
    );
  });
});
