// Rendering one upload: it publishes and records the result once, and never for the wrong version.

import type { PictureJob } from '../../../src/pictures/picture-job';
import { makeRenderPicture } from '../../../src/pictures/render-picture';
import { refused } from '../../../src/shared/result';
import { makeFakePictures } from '../../helpers/fake-pictures';
import { makeJpeg } from '../../helpers/jpeg';

const pictureId = `pic_${'0'.repeat(26)}`;
const name = { sku: 'oak', pictureId };
const now = '2026-01-02T00:00:00.000Z';
const job = (etag: string): PictureJob => ({ schemaVersion: 1, ...name, blobName: `oak/${pictureId}`, etag });

async function aStudio() {
  const fake = makeFakePictures();
  const render = makeRenderPicture({ ...fake, now: () => new Date(now) });
  const noticed = (etag: string) =>
    fake.records.change(name, () => ({ ...name, updatedAt: now, state: 'processing', sourceEtag: etag }));
  const photo = await makeJpeg({ width: 40, height: 20, orientation: 6 });
  fake.upload(name, 'e1', photo);
  await noticed('e1');
  return { ...fake, fake, render, noticed, photo };
}

describe('rendering an upload', () => {
  it('publishes four renditions with a manifest and records that the picture is ready', async () => {
    const { render, published, record, tasks, photo } = await aStudio();
    expect(await render(job('e1'))).toMatchObject({ kind: 'rendered' });
    expect(tasks[0]).toMatchObject({ type: 'jpeg', width: 40, height: 20, orientation: 6 });
    expect(published).toHaveLength(1);
    const { manifest, files } = published[0] ?? {};
    expect(files?.map(({ name, format }) => `${name} ${format}`)).toEqual([
      ...['large jpeg', 'large webp', 'medium jpeg', 'medium webp'],
      ...['small jpeg', 'small webp', 'thumb jpeg', 'thumb webp'],
    ]);
    expect(manifest).toMatchObject({
      schemaVersion: 1,
      ...name,
      source: { etag: 'e1', bytes: photo.length, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      width: 20,
      height: 40,
      placeholder: 'placeholder',
      srcset: `/api/media/${pictureId}/small.jpg 20w`,
      sources: [{ contentType: 'image/webp', srcset: `/api/media/${pictureId}/small.webp 20w` }],
    });
    expect(manifest?.renditions[0]).toEqual({
      name: 'large',
      url: `/api/media/${pictureId}/large.jpg`,
      width: 20,
      height: 40,
      contentType: 'image/jpeg',
      bytes: 'large bytes'.length,
      sha256: '9c9c843cf57f149f0b441b642bf2e86a64e995683508b3191337c73f060dc7b6',
    });
    expect(record(pictureId)).toMatchObject({ state: 'ready', sourceEtag: 'e1', picture: { width: 20, height: 40 } });
  });

  it('fetches a source only shortly before rendering: many jobs hold at most three sources', async () => {
    const { fake, photo } = await aStudio();
    const names = Array.from({ length: 8 }, (_, index) => ({ sku: 'oak', pictureId: `pic_${`${index}`.repeat(26)}` }));
    for (const one of names) fake.upload(one, 'e1', photo);
    let [held, mostHeld] = [0, 0];
    const sources = {
      ...fake.sources,
      read: (...asked: Parameters<typeof fake.sources.read>) => {
        held++;
        mostHeld = Math.max(mostHeld, held);
        return fake.sources.read(...asked);
      },
    };
    fake.whilePainting = async () => {
      await new Promise(setImmediate);
      held--;
    };
    const render = makeRenderPicture({ ...fake, engine: fake.engine, sources, now: () => new Date(now) });
    const outcomes = await Promise.all(names.map((one) => render({ ...job('e1'), ...one })));
    expect(outcomes.map(({ kind }) => kind)).toEqual(names.map(() => 'rendered'));
    expect(mostHeld).toBe(3);
  });

  it('paints in order of coming, also after some that failed', async () => {
    const { fake, photo } = await aStudio();
    const ids = Array.from({ length: 9 }, (_, index) => `pic_${`${index}`.repeat(26)}`);
    for (const pictureId of ids) fake.upload({ sku: 'oak', pictureId }, 'e1', photo);
    const read: string[] = [];
    const sources = {
      ...fake.sources,
      read: async (...[name, ...more]: Parameters<typeof fake.sources.read>) => {
        read.push(name.pictureId);
        if (read.length <= 4) throw new Error('connection reset');
        return fake.sources.read(name, ...more);
      },
    };
    const render = makeRenderPicture({ ...fake, engine: fake.engine, sources, now: () => new Date(now) });
    const ends = await Promise.allSettled(ids.map((pictureId) => render({ ...job('e1'), sku: 'oak', pictureId })));
    expect(read).toEqual(ids);
    expect(ends.filter(({ status }) => status === 'rejected')).toHaveLength(4);
  });

  it('renders and publishes nothing for a repeated message', async () => {
    const { render, published, tasks, record } = await aStudio();
    await render(job('e1'));
    const before = record(pictureId);
    expect(await render(job('e1'))).toEqual({ kind: 'repeated' });
    expect(published).toHaveLength(1);
    expect(tasks).toHaveLength(1);
    expect(record(pictureId)).toEqual(before);
  });

  it('records that the picture is ready if an earlier run died before that', async () => {
    const { render, noticed, tasks, record } = await aStudio();
    await render(job('e1'));
    await noticed('e1');
    await render(job('e1'));
    expect(record(pictureId)?.state).toBe('ready');
    expect(tasks).toHaveLength(1);
  });

  it('renders again on request after a failure', async () => {
    const { render, records, record } = await aStudio();
    const failure = { code: 'PICTURE.RENDERING_FAILED', detail: 'x' } as const;
    await records.change(name, () => ({ ...name, updatedAt: now, state: 'failed', sourceEtag: 'e1', ...failure }));
    await render(job('e1'));
    expect(record(pictureId)?.state).toBe('ready');
  });

  it('rethrows faults, so that the queue retries, and publishes nothing', async () => {
    const { render, fake, published, record } = await aStudio();
    fake.whilePainting = () => Promise.reject(new Error('out of memory'));
    await expect(render(job('e1'))).rejects.toThrow('out of memory');
    expect(published).toEqual([]);
    expect(record(pictureId)?.state).toBe('processing');
  });
});

describe('a message for an older upload', () => {
  it('is ignored if there is a newer one', async () => {
    const { render, upload, photo, published, record } = await aStudio();
    upload(name, 'e2', photo);
    expect(await render(job('e1'))).toEqual({ kind: 'obsolete' });
    expect(published).toEqual([]);
    expect(record(pictureId)?.state).toBe('processing');
  });

  it('publishes nothing if a newer upload arrives during rendering', async () => {
    const { render, fake, noticed, photo, published, record } = await aStudio();
    fake.whilePainting = async () => {
      fake.whilePainting = async () => undefined;
      fake.upload(name, 'e2', photo);
      await noticed('e2');
      expect(await render(job('e2'))).toMatchObject({ kind: 'rendered' });
    };
    expect(await render(job('e1'))).toEqual({ kind: 'obsolete' });
    expect(published.map(({ manifest }) => manifest.source.etag)).toEqual(['e2']);
    expect(record(pictureId)).toMatchObject({ state: 'ready', sourceEtag: 'e2' });
  });

  it('does not overwrite the newer one if it arrives late', async () => {
    const { render, upload, noticed, photo, published, record } = await aStudio();
    await render(job('e1'));
    upload(name, 'e2', photo);
    await noticed('e2');
    await render(job('e2'));
    expect(await render(job('e1'))).toEqual({ kind: 'obsolete' });
    expect(published.map(({ manifest }) => manifest.source.etag)).toEqual(['e1', 'e2']);
    expect(record(pictureId)).toMatchObject({ state: 'ready', sourceEtag: 'e2' });
  });

  it('never publishes while another process does, which may have a newer source', async () => {
    const { render, fake, published } = await aStudio();
    fake.whilePublishing = async () => {
      fake.whilePublishing = async () => undefined;
      await expect(render(job('e1'))).rejects.toThrow('held by somebody else');
    };
    expect(await render(job('e1'))).toMatchObject({ kind: 'rendered' });
    expect(published).toHaveLength(1);
    expect(await render(job('e1'))).toEqual({ kind: 'repeated' });
  });

  it('writes nothing if another message was faster', async () => {
    const { render, fake, published } = await aStudio();
    fake.whilePainting = async () => {
      fake.whilePainting = async () => undefined;
      await render(job('e1'));
    };
    expect(await render(job('e1'))).toEqual({ kind: 'repeated' });
    expect(published).toHaveLength(1);
  });

  it('releases the source if publishing fails', async () => {
    const { render, fake } = await aStudio();
    fake.whilePublishing = () => Promise.reject(new Error('503'));
    await expect(render(job('e1'))).rejects.toThrow('503');
    fake.whilePublishing = async () => undefined;
    expect(await render(job('e1'))).toMatchObject({ kind: 'rendered' });
  });
});

describe('a source that is gone', () => {
  it('before rendering is a failure, so that nobody waits forever', async () => {
    const { render, remove, published, record } = await aStudio();
    remove(name);
    expect(await render(job('e1'))).toEqual({ kind: 'obsolete' });
    expect(published).toEqual([]);
    expect(record(pictureId)).toMatchObject({ state: 'failed', code: 'PICTURE.SOURCE_GONE' });
  });

  it('during rendering is a failure too', async () => {
    const { render, fake, published, record } = await aStudio();
    fake.whilePainting = async () => fake.remove(name);
    expect(await render(job('e1'))).toEqual({ kind: 'obsolete' });
    expect(published).toEqual([]);
    expect(record(pictureId)).toMatchObject({ state: 'failed', code: 'PICTURE.SOURCE_GONE' });
  });

  it('does not change a picture that was already rendered from it', async () => {
    const { render, remove, noticed, record } = await aStudio();
    await render(job('e1'));
    remove(name);
    await noticed('e1');
    expect(await render({ ...job('e1'), again: 'r1' })).toEqual({ kind: 'obsolete' });
    expect(record(pictureId)).toMatchObject({ state: 'ready', sourceEtag: 'e1' });
  });
});

describe('a deleted picture', () => {
  const deleted = { ...name, updatedAt: now, state: 'deleted' } as const;
  /** The steps of the deletion in order. */
  async function deletePicture({ records, sources, renditions }: Awaited<ReturnType<typeof aStudio>>['fake']) {
    await records.change(name, () => deleted);
    await sources.remove(name);
    await renditions.remove(pictureId);
  }

  it('is not rendered, and what a deletion left is removed', async () => {
    const { render, fake, records, tasks, kept, hasSource } = await aStudio();
    await render(job('e1'));
    await records.change(name, () => deleted);
    expect(await render({ ...job('e1'), again: 'r1' })).toEqual({ kind: 'deleted' });
    expect(tasks).toHaveLength(1);
    expect([kept(), hasSource(name), fake.record(pictureId)]).toEqual([[], false, deleted]);
  });

  const moments: [string, 'whilePainting' | 'whilePublishing'][] = [
    ['is painted', 'whilePainting'],
    ['is about to be published', 'whilePublishing'],
  ];
  it.each(moments)('while it %s leaves nothing behind', async (_name, moment) => {
    const { render, fake, kept, hasSource } = await aStudio();
    fake[moment] = () => deletePicture(fake);
    await render(job('e1'));
    expect([kept(), hasSource(name), fake.record(pictureId)]).toEqual([[], false, deleted]);
  });

  it('leaves nothing behind if the process died right after publishing', async () => {
    const { render, fake, kept } = await aStudio();
    await render(job('e1'));
    const [first] = fake.published;
    await deletePicture(fake);
    if (first) await fake.renditions.publish(first.manifest, first.files, undefined, new AbortController().signal);
    expect(kept()).toEqual([pictureId]);
    expect(await render(job('e1'))).toEqual({ kind: 'deleted' });
    expect(kept()).toEqual([]);
  });
});

describe('a request to render again', () => {
  it('renders again, once per request', async () => {
    const { render, published, record, tasks } = await aStudio();
    await render(job('e1'));
    expect(await render({ ...job('e1'), again: 'r1' })).toMatchObject({ kind: 'rendered' });
    expect(await render({ ...job('e1'), again: 'r1' })).toEqual({ kind: 'repeated' });
    expect(published.map(({ manifest }) => manifest.again)).toEqual([undefined, 'r1']);
    expect(tasks).toHaveLength(2);
    expect(record(pictureId)?.state).toBe('ready');
  });

  it('does not make the first message render once more', async () => {
    const { render, tasks } = await aStudio();
    await render({ ...job('e1'), again: 'r1' });
    expect(await render(job('e1'))).toEqual({ kind: 'repeated' });
    expect(tasks).toHaveLength(1);
  });

  it('inspects a refused file again, since the rules may have changed', async () => {
    const { render, upload, photo, record } = await aStudio();
    upload(name, 'e1', Buffer.from('no picture'));
    expect(await render(job('e1'))).toMatchObject({ kind: 'refused' });
    upload(name, 'e1', photo);
    expect(await render(job('e1'))).toEqual({ kind: 'repeated' });
    expect(await render({ ...job('e1'), again: 'r1' })).toMatchObject({ kind: 'rendered' });
    expect(record(pictureId)?.state).toBe('ready');
  });

  it('is not needed for renditions of an earlier version', async () => {
    const { render, fake, published } = await aStudio();
    await render(job('e1'));
    const [first] = published;
    if (!first) throw new Error('nothing was published');
    const manifest = { ...first.manifest, renditionsVersion: 1 };
    const replaced = await fake.renditions.manifest(pictureId);
    await fake.renditions.publish(manifest, first.files, replaced, new AbortController().signal);
    expect(await render(job('e1'))).toMatchObject({ kind: 'rendered' });
    expect(await render(job('e1'))).toEqual({ kind: 'repeated' });
    expect(published).toHaveLength(3);
  });
});

describe('a refused upload', () => {
  const files: [string, () => Promise<Uint8Array>][] = [
    ['PICTURE.UNSUPPORTED_TYPE', async () => Buffer.from('no picture')],
    ['PICTURE.TOO_LARGE', async () => Buffer.alloc(20 * 1024 * 1024 + 1, 0xff)],
    ['PICTURE.TOO_MANY_PIXELS', async () => tooManyPixels()],
    ['PICTURE.CORRUPT', async () => (await makeJpeg({ width: 40, height: 20 })).subarray(0, 50)],
  ];

  it.each(files)('is recorded as %s, is final and is never rendered', async (code, file) => {
    const { render, upload, published, tasks, record } = await aStudio();
    upload(name, 'e1', await file());
    expect(await render(job('e1'))).toEqual({ kind: 'refused', code, detail: expect.any(String) });
    expect(record(pictureId)).toMatchObject({ state: 'refused', code, sourceEtag: 'e1' });
    expect(await render(job('e1'))).toEqual({ kind: 'repeated' });
    expect(published).toEqual([]);
    expect(tasks).toEqual([]);
  });

  it.each([
    ['appendBlob', 'an append blob'],
    ['pageBlob', 'a page blob'],
  ] as const)('is refused by name as %s', async (kind, words) => {
    const { fake, record } = await aStudio();
    const sources = { ...fake.sources, read: async () => kind };
    const render = makeRenderPicture({ ...fake, sources, now: () => new Date(now) });
    expect(await render(job('e1'))).toMatchObject({ kind: 'refused', code: 'PICTURE.UNSUPPORTED_TYPE' });
    expect(record(pictureId)).toMatchObject({ state: 'refused', detail: expect.stringContaining(words) });
  });

  it('may also be refused by the engine', async () => {
    const { fake, record } = await aStudio();
    const engine = { render: async () => refused('PICTURE.CORRUPT', 'damaged in the middle') };
    const render = makeRenderPicture({ ...fake, engine, now: () => new Date(now) });
    expect(await render(job('e1'))).toMatchObject({ kind: 'refused', code: 'PICTURE.CORRUPT' });
    expect(record(pictureId)).toMatchObject({ state: 'refused', detail: 'damaged in the middle' });
  });

  it('of exactly the maximum size is not too large', async () => {
    const { render, upload, photo } = await aStudio();
    upload(name, 'e1', Buffer.concat([photo, Buffer.alloc(20 * 1024 * 1024 - photo.length)]));
    expect(await render(job('e1'))).toMatchObject({ kind: 'rendered' });
  });

  async function tooManyPixels(): Promise<Buffer> {
    const jpeg = await makeJpeg({ width: 40, height: 20 });
    const frameAt = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
    jpeg.writeUInt32BE((8000 << 16) | 7000, frameAt + 5);
    return jpeg;
  }
});
