// States of a picture: what a message may change, in which order it may come, and what it must leave alone.

import {
  afterGivingUp,
  afterRendering,
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
const picture = { pictureId, width: 1, height: 1, placeholder: '', renditions: [], srcset: '', sources: [] };

const awaiting: PictureRecord = { ...base, state: 'awaitingUpload' };
const processing: PictureRecord = { ...base, state: 'processing', sourceEtag: 'e1' };
const ready: PictureRecord = { ...base, state: 'ready', sourceEtag: 'e1', picture };
const refused: PictureRecord = { ...base, state: 'refused', sourceEtag: 'e1', code: 'PICTURE.CORRUPT', detail: 'x' };
const failed: PictureRecord = { ...base, state: 'failed', sourceEtag: 'e1', detail: 'x' };

describe('an upload', () => {
  it.each([undefined, awaiting])('starts processing of %j', (record) => {
    expect(afterUpload(record, name, 'e1', now)).toEqual({
      ...name,
      updatedAt: now,
      state: 'processing',
      sourceEtag: 'e1',
    });
  });

  it.each([processing, ready, refused, failed])('changes nothing when noticed again: $state', (record) => {
    expect(afterUpload(record, name, 'e1', now)).toBe(record);
  });

  it.each([processing, ready, refused, failed])('starts anew when it is another one: $state', (record) => {
    expect(afterUpload(record, name, 'e2', now)).toEqual({
      ...name,
      updatedAt: now,
      state: 'processing',
      sourceEtag: 'e2',
    });
  });
});

describe('an end of rendering', () => {
  const end = { state: 'ready', sourceEtag: 'e1', picture } as const;

  it.each([undefined, awaiting, processing, failed, ready])('of the upload at hand is recorded over %j', (record) => {
    expect(afterRendering(record, name, end, now)).toEqual({ ...name, updatedAt: now, ...end });
  });

  it('of an older upload changes nothing', () => {
    const newer: PictureRecord = { ...processing, sourceEtag: 'e2' };
    expect(afterRendering(newer, name, end, now)).toBe(newer);
  });

  it('keeps nothing of the state before it', () => {
    expect(afterRendering(refused, name, end, now)).not.toHaveProperty('code');
  });
});

describe('giving up', () => {
  it.each([undefined, processing])('makes a failure of %j', (record) => {
    expect(afterGivingUp(record, name, 'e1', now)).toMatchObject({ state: 'failed', sourceEtag: 'e1', updatedAt: now });
  });

  it.each([ready, refused, failed])('leaves what has come to an end: $state', (record) => {
    expect(afterGivingUp(record, name, 'e1', now)).toBe(record);
  });

  it('leaves a newer upload alone', () => {
    const newer: PictureRecord = { ...processing, sourceEtag: 'e2' };
    expect(afterGivingUp(newer, name, 'e1', now)).toBe(newer);
  });
});

describe('names of pictures', () => {
  it('lead from the upload to its parts and back', () => {
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
