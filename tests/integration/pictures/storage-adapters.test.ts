// The picture adapters on a real storage service: permits for one upload, sources by version, renditions, states.

import { buffer } from 'node:stream/consumers';
import { BlobServiceClient } from '@azure/storage-blob';
import { makeBlobRenditions, makeBlobSources } from '../../../src/adapters/storage/blob-pictures';
import { makeSasUploadPermits } from '../../../src/adapters/storage/sas-upload-permits';
import { makeStorage, type Storage } from '../../../src/adapters/storage/storage';
import { probeStorage } from '../../../src/adapters/storage/storage-probe';
import { makeTablePictureRecords, makeTableProductPictures } from '../../../src/adapters/storage/table-pictures';
import type { Manifest } from '../../../src/pictures/manifest';
import type { PictureName, PictureRecord, ReadyPicture } from '../../../src/pictures/picture';
import type { PictureSelection } from '../../../src/pictures/ports';
import { renditionsVersion } from '../../../src/pictures/renditions';
import { newId } from '../../../src/shared/ids';
import { type RunningAzurite, startAzurite } from '../../helpers/azurite';

let azurite: RunningAzurite;
let storage: Storage;
beforeAll(async () => {
  azurite = await startAzurite();
  storage = makeStorage({ connectionString: azurite.connectionString });
});
afterAll(() => azurite.stop());

const aName = (sku = 'oak') => ({ sku, pictureId: newId('pic') });
const put = (url: string, body: string, headers: Record<string, string> = {}) =>
  fetch(url, { method: 'PUT', headers: { 'x-ms-blob-type': 'BlockBlob', ...headers }, body });

describe('an upload permit', () => {
  it('allows one upload of one blob only', async () => {
    const name = aName();
    const { uploadUrl } = await makeSasUploadPermits(storage).issue(name);
    expect((await put(uploadUrl, 'first')).status).toBe(201);
    expect((await put(uploadUrl, 'second')).status).toBe(403);
    expect((await put(uploadUrl.replace(name.pictureId, newId('pic')), 'other')).status).toBe(403);
    expect((await fetch(uploadUrl)).status).toBe(403);
    expect((await fetch(uploadUrl, { method: 'DELETE' })).status).toBe(403);
    const uploads = await storage.container('uploads');
    expect(await uploads.getBlobClient(`oak/${name.pictureId}`).downloadToBuffer()).toEqual(Buffer.from('first'));
  });

  it('expires after 15 minutes', async () => {
    const at = Date.now() - 16 * 60_000;
    const { uploadUrl, expiresAt } = await makeSasUploadPermits(storage, () => at).issue(aName());
    expect(expiresAt.getTime()).toBe(at + 15 * 60_000);
    expect((await put(uploadUrl, 'late')).status).toBe(403);
  });

  it('is signed with a user delegation key and limited to https if the app has an identity', async () => {
    const blobs = new BlobServiceClient('https://shop.blob.core.windows.net', {
      getToken: async () => ({ token: 'token', expiresOnTimestamp: Date.now() + 3_600_000 }),
    });
    const asked: { startsOn: Date; expiresOn: Date }[] = [];
    blobs.getUserDelegationKey = async (...period: unknown[]) => {
      const [startsOn, expiresOn] = period as [Date, Date];
      asked.push({ startsOn, expiresOn });
      const signed = {
        signedObjectId: 'object',
        signedTenantId: 'tenant',
        signedService: 'b',
        signedVersion: '2024-11-04',
      };
      const value = Buffer.from('key').toString('base64');
      return { ...signed, signedStartsOn: startsOn, signedExpiresOn: expiresOn, value } as never;
    };
    const clock = { ms: Date.parse('2026-01-02T12:00:00Z') };
    const container = async (name: string) => blobs.getContainerClient(name);
    const permits = makeSasUploadPermits({ ...storage, blobs, container, identityBased: true }, () => clock.ms);
    const name = aName();
    const { uploadUrl } = await permits.issue(name);
    const url = new URL(uploadUrl);
    expect(url.origin + url.pathname).toBe(`https://shop.blob.core.windows.net/uploads/oak/${name.pictureId}`);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      sp: 'c',
      sr: 'b',
      spr: 'https',
      se: '2026-01-02T12:15:00Z',
      skoid: 'object',
    });
    clock.ms += 40 * 60_000;
    await permits.issue(aName());
    expect(asked).toHaveLength(1);
    clock.ms += 10 * 60_000;
    await permits.issue(aName());
    expect(asked).toHaveLength(2);
    expect(asked[1]?.startsOn.getTime()).toBeLessThan(clock.ms);
    expect(asked[1]?.expiresOn.getTime()).toBe(clock.ms + 3_600_000);
  });
});

describe('sources', () => {
  async function uploaded(content: string) {
    const name = aName();
    const uploads = await storage.container('uploads');
    const upload = (text: string) => uploads.uploadBlockBlob(`oak/${name.pictureId}`, text, text.length);
    await upload(content);
    return {
      name,
      upload,
      blob: uploads.getBlobClient(`oak/${name.pictureId}`),
      remove: () => uploads.deleteBlob(`oak/${name.pictureId}`),
      sources: makeBlobSources(storage),
    };
  }

  it('are read in the requested version', async () => {
    const { name, sources } = await uploaded('oak picture');
    const etag = (await sources.etag(name)) ?? '';
    expect(etag).toMatch(/^".+"$/);
    const bytes = await sources.read(name, etag, 100);
    expect(bytes).toEqual(new Uint8Array(Buffer.from('oak picture')));
    expect(bytes instanceof Uint8Array && bytes.buffer.byteLength).toBe('oak picture'.length);
  });

  it('are obsolete if there is a newer version or none', async () => {
    const { name, sources, upload, remove } = await uploaded('first');
    const etag = (await sources.etag(name)) ?? '';
    await upload('second');
    expect(await sources.read(name, etag, 100)).toBe('obsolete');
    const second = (await sources.etag(name)) ?? '';
    await remove();
    expect(await sources.read(name, second, 100)).toBe('obsolete');
    expect(await sources.etag(name)).toBeUndefined();
  });

  it('are not read if they are too large', async () => {
    const { name, sources } = await uploaded('0123456789');
    const etag = (await sources.etag(name)) ?? '';
    expect(await sources.read(name, etag, 9)).toBe('tooLarge');
    expect(await sources.read(name, etag, 10)).toHaveLength(10);
  });

  it('are not read if they are blobs of another kind, which the answer names', async () => {
    const { name, sources, blob, remove } = await uploaded('first');
    await remove();
    await blob.getAppendBlobClient().create();
    expect(await sources.read(name, (await sources.etag(name)) ?? '', 100)).toBe('appendBlob');
    await remove();
    await blob.getPageBlobClient().create(512);
    expect(await sources.read(name, (await sources.etag(name)) ?? '', 100)).toBe('pageBlob');
  });

  it('are leased in the requested version, by one process at a time, and keep their version', async () => {
    const { name, sources, upload } = await uploaded('first');
    const etag = (await sources.etag(name)) ?? '';
    const lease = await sources.lease(name, etag);
    if (lease === 'obsolete') throw new Error('there is the source');
    await expect(sources.lease(name, etag)).rejects.toMatchObject({ statusCode: 409 });
    await expect(upload('second')).rejects.toMatchObject({ statusCode: 412 });
    expect(lease.signal.aborted).toBe(false);
    await lease.release();
    await lease.release();
    expect(await sources.etag(name)).toBe(etag);
    await upload('second');
    expect(await sources.lease(name, etag)).toBe('obsolete');
    expect(await sources.lease(aName(), etag)).toBe('obsolete');
  });

  it('are removed, whether leased or not, existing or not', async () => {
    const { name, sources } = await uploaded('first');
    const lease = await sources.lease(name, (await sources.etag(name)) ?? '');
    await sources.remove(name);
    expect(await sources.etag(name)).toBeUndefined();
    await sources.remove(name);
    if (lease === 'obsolete') throw new Error('there was the source');
    await lease.release();
  });

  it('may be empty', async () => {
    const { name, sources } = await uploaded('');
    expect(await sources.read(name, (await sources.etag(name)) ?? '', 10)).toHaveLength(0);
  });
});

describe('renditions', () => {
  const aManifest = (pictureId: string, etag: string): Manifest => {
    const source = { etag, bytes: 1, sha256: 'f' };
    const shown = { width: 1, height: 1, placeholder: 'hash', renditions: [], srcset: '', sources: [] };
    return { schemaVersion: 1, sku: 'oak', pictureId, source, ...shown, renditionsVersion: 2 };
  };
  const unending = new AbortController().signal;
  const files = (text: string) => [
    { name: 'thumb' as const, format: 'jpeg' as const, width: 1, height: 1, bytes: Buffer.from(text) },
    { name: 'thumb' as const, format: 'webp' as const, width: 1, height: 1, bytes: Buffer.from(`${text} as WebP`) },
  ];

  it('exist with their manifest once published', async () => {
    const store = makeBlobRenditions(storage);
    const { pictureId } = aName();
    expect(await store.manifest(pictureId)).toBeUndefined();
    expect(await store.open(pictureId, 'thumb.jpg')).toBeUndefined();
    await store.publish(aManifest(pictureId, 'e1'), files('thumb bytes'), undefined, unending);
    expect((await store.manifest(pictureId))?.manifest).toEqual(aManifest(pictureId, 'e1'));
    const media = await store.open(pictureId, 'thumb.jpg');
    expect(media).toMatchObject({ contentType: 'image/jpeg', bytes: 11, etag: expect.stringMatching(/^".+"$/) });
    expect(media && (await buffer(media.stream))).toEqual(Buffer.from('thumb bytes'));
    const webp = await store.open(pictureId, 'thumb.webp');
    expect(webp).toMatchObject({ contentType: 'image/webp' });
    webp?.stream.destroy();
  });

  it('replace earlier ones, unless another process was faster', async () => {
    const store = makeBlobRenditions(storage);
    const { pictureId } = aName();
    await store.publish(aManifest(pictureId, 'e1'), files('1'), undefined, unending);
    await expect(store.publish(aManifest(pictureId, 'e2'), files('2'), undefined, unending)).rejects.toThrow();
    const first = await store.manifest(pictureId);
    await store.publish(aManifest(pictureId, 'e2'), files('2'), first, unending);
    await expect(store.publish(aManifest(pictureId, 'e3'), files('3'), first, unending)).rejects.toThrow();
    expect((await store.manifest(pictureId))?.manifest.source.etag).toBe('e2');
  });
});

describe('renditions made again', () => {
  const unending = new AbortController().signal;
  const file = (format: 'jpeg' | 'webp' | 'avif', text: string) => {
    return { name: 'thumb', format, width: 1, height: 1, bytes: Buffer.from(text) } as const;
  };
  const manifestOf = (pictureId: string, files: string[]) => {
    const renditions = files.map((name) => ({ url: `/api/media/${pictureId}/${name}` }));
    return { pictureId, renditions } as unknown as Manifest;
  };
  async function published() {
    const store = makeBlobRenditions(storage);
    const { pictureId } = aName();
    const files = [file('jpeg', 'a'), file('webp', 'b'), file('avif', 'c')];
    await store.publish(manifestOf(pictureId, ['thumb.jpg', 'thumb.webp', 'thumb.avif']), files, undefined, unending);
    const etags = async () =>
      Promise.all(
        ['jpg', 'webp', 'avif'].map(async (end) => (await store.properties(pictureId, `thumb.${end}`))?.etag),
      );
    return { store, pictureId, etags };
  }

  it('are written if their bytes differ, and obsolete ones are removed', async () => {
    const { store, pictureId, etags } = await published();
    const before = await etags();
    const replaced = await store.manifest(pictureId);
    const files = [file('jpeg', 'a'), file('webp', 'another')];
    await store.publish(manifestOf(pictureId, ['thumb.jpg', 'thumb.webp']), files, replaced, unending);
    const after = await etags();
    expect(after).toEqual([before[0], expect.not.stringContaining(before[1] ?? ''), undefined]);
    expect((await store.manifest(pictureId))?.etag).not.toBe(replaced?.etag);
  });

  it('are not written after the time limit', async () => {
    const { store, pictureId, etags } = await published();
    const before = await etags();
    const replaced = await store.manifest(pictureId);
    const publishing = store.publish(manifestOf(pictureId, []), [file('jpeg', 'x')], replaced, AbortSignal.abort());
    await expect(publishing).rejects.toThrow(/abort/i);
    expect(await etags()).toEqual(before);
  });

  it('are removed with their manifest and everything beside it, and the removal may be repeated', async () => {
    const { store, pictureId, etags } = await published();
    const other = await published();
    await store.remove(pictureId);
    await store.remove(pictureId);
    expect([await store.manifest(pictureId), ...(await etags())]).toEqual(Array(4).fill(undefined));
    expect(await other.etags()).not.toContain(undefined);
  });
});

describe('states', () => {
  const at = '2026-01-02T00:00:00.000Z';
  const records = () => makeTablePictureRecords(storage);
  const view = (pictureId: string) => {
    return { pictureId, width: 3, height: 4, placeholder: 'hash', srcset: '/s 3w', sources: [] };
  };
  const ready = (sku: string, pictureId: string): PictureRecord => {
    const rendition = {
      name: 'thumb',
      url: '/t',
      width: 2,
      height: 2,
      contentType: 'image/jpeg',
      bytes: 9,
      sha256: 'f',
    } as const;
    const picture: ReadyPicture = { ...view(pictureId), renditions: [rendition], renditionsVersion: 2 };
    return { sku, pictureId, updatedAt: at, state: 'ready', sourceEtag: 'e', picture };
  };

  it('are stored, and found by the picture id alone', async () => {
    const name = aName();
    expect(await records().find(name.pictureId)).toBeUndefined();
    const awaiting: PictureRecord = { ...name, updatedAt: at, state: 'awaitingUpload' };
    expect(await records().change(name, () => awaiting)).toEqual(awaiting);
    expect(await records().find(name.pictureId)).toEqual(awaiting);
    await records().change(name, (current) => ({
      ...ready(name.sku, name.pictureId),
      updatedAt: current?.updatedAt ?? '',
    }));
    expect(await records().find(name.pictureId)).toEqual(ready(name.sku, name.pictureId));
  });

  it('lose no concurrent change', async () => {
    const name = aName();
    const store = records();
    const count = (current: PictureRecord | undefined): PictureRecord => {
      const before = current?.state === 'processing' ? Number(current.sourceEtag) : 0;
      return { ...name, updatedAt: at, state: 'processing', sourceEtag: String(before + 1) };
    };
    await Promise.all(Array.from({ length: 5 }, () => store.change(name, count)));
    expect(await store.find(name.pictureId)).toMatchObject({ sourceEtag: '5' });
  });

  it('are not written if nothing changes', async () => {
    const name = aName();
    await records().change(name, () => ready(name.sku, name.pictureId));
    const table = await storage.table('pictures');
    const before = await table.getEntity(name.sku, name.pictureId);
    await records().change(name, (current) => current ?? ready(name.sku, name.pictureId));
    expect((await table.getEntity(name.sku, name.pictureId)).etag).toBe(before.etag);
  });

  it('list the ready pictures of a product, oldest first, without checksums and file sizes', async () => {
    const [first, second, other, waiting] = [aName('elm'), aName('elm'), aName('ash'), aName('elm')];
    for (const { sku, pictureId } of [second, first, other]) {
      await records().change({ sku, pictureId }, () => ready(sku, pictureId));
    }
    await records().change(waiting, () => ({ ...waiting, updatedAt: at, state: 'awaitingUpload' }));
    const pictures = makeTableProductPictures(storage);
    const shown = (pictureId: string) => {
      const rendition = { name: 'thumb', url: '/t', width: 2, height: 2, contentType: 'image/jpeg' };
      return { ...view(pictureId), renditions: [rendition] };
    };
    const elm = [first, second].map(({ pictureId }) => pictureId).sort();
    expect(await pictures.find('elm')).toEqual(elm.map(shown));
    const all = await pictures.all();
    expect(all.get('ash')).toEqual([shown(other.pictureId)]);
    expect(all.get('elm')).toEqual(elm.map(shown));
    expect(all.has('fir')).toBe(false);
    expect(await pictures.find('fir')).toEqual([]);
    expect(await pictures.find("x' or PartitionKey ne '")).toEqual([]);
  });
});

describe('the choice of pictures', () => {
  const at = '2026-01-02T00:00:00.000Z';
  const picture = (version: number) => ({ renditionsVersion: version, renditions: [] }) as unknown as ReadyPicture;
  const more = { sourceEtag: 'e', detail: 'x' };
  const states = {
    current: { state: 'ready', ...more, picture: picture(renditionsVersion) },
    older: { state: 'ready', ...more, picture: picture(renditionsVersion - 1) },
    redoing: { state: 'processing', ...more, picture: picture(renditionsVersion - 1) },
    processing: { state: 'processing', ...more },
    awaiting: { state: 'awaitingUpload' },
    refused: { state: 'refused', ...more, code: 'PICTURE.CORRUPT' },
    failed: { state: 'failed', ...more, code: 'PICTURE.RENDERING_FAILED' },
    deleted: { state: 'deleted' },
  } as const;
  type Kind = keyof typeof states;
  const kinds = Object.keys(states) as Kind[];
  const sku = `choice-${Date.now()}`;
  const idOf = (kind: Kind) => `pic_${String(kinds.indexOf(kind)).padStart(26, '0')}`;
  const records = () => makeTablePictureRecords(storage);

  beforeAll(async () => {
    for (const kind of kinds) {
      const name = { sku, pictureId: idOf(kind) };
      await records().change(name, () => ({ ...name, updatedAt: at, ...states[kind] }) as PictureRecord);
    }
  });

  async function chosen(selection: PictureSelection, after?: PictureName): Promise<Kind[]> {
    const found: Kind[] = [];
    for await (const { sku: ofSku, pictureId } of records().select(selection, after)) {
      const kind = kinds.find((one) => idOf(one) === pictureId);
      if (ofSku === sku && kind) found.push(kind);
    }
    return found;
  }

  it.each<[PictureSelection, Kind[]]>([
    ['outdated', ['older', 'redoing']],
    ['failed', ['failed']],
    ['refused', ['refused']],
    ['stalled', ['redoing', 'processing', 'awaiting']],
    ['all', ['current', 'older', 'redoing', 'processing', 'refused', 'failed']],
  ])('of all that are %s', async (selection, expected) => {
    expect(await chosen(selection)).toEqual(expected);
  });

  it('continues after the cursor', async () => {
    expect(await chosen('all', { sku, pictureId: idOf('processing') })).toEqual(['refused', 'failed']);
    expect(await chosen('all', { sku: 'a', pictureId: idOf('failed') })).toHaveLength(6);
    expect(await chosen('all', { sku: `${sku}-z`, pictureId: idOf('current') })).toEqual([]);
  });
});

describe('the pictures of all products', () => {
  it('are read once for all requests within two seconds; those of one product are read each time', async () => {
    const clock = { ms: 0 };
    const store = makeTableProductPictures(storage, () => clock.ms);
    const shown = async (skus: string[]) => {
      const all = await store.all();
      return skus.filter((sku) => all.has(sku));
    };
    const show = async (name: PictureName) => {
      const picture = { pictureId: name.pictureId, renditionsVersion: 2, renditions: [] } as unknown as ReadyPicture;
      const state = { updatedAt: '', state: 'ready', sourceEtag: 'e', picture } as const;
      await makeTablePictureRecords(storage).change(name, () => ({ ...name, ...state }));
    };
    const [first, second] = [aName(`x-${Date.now()}`), aName(`y-${Date.now()}`)];
    await show(first);
    const both = [first.sku, second.sku];
    expect(await shown(both)).toEqual([first.sku]);
    await show(second);
    expect(await shown(both)).toEqual([first.sku]);
    expect(await store.find(second.sku)).toHaveLength(1);
    clock.ms += 2_000;
    expect(await shown(both)).toEqual(both);
  });
});

describe('the probe', () => {
  it('passes while storage responds', async () => {
    await expect(probeStorage(storage)).resolves.toBeUndefined();
  });

  it('fails if one service fails, and within its time limit if one does not respond', async () => {
    const down = { ...storage, queue: () => Promise.reject(new Error('refused')) };
    await expect(probeStorage(down)).rejects.toThrow('refused');
    const silent = { ...storage, container: () => new Promise<never>(() => undefined) };
    await expect(probeStorage(silent, 50)).rejects.toThrow('Storage did not respond within 50 ms.');
  });
});
