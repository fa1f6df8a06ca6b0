// The blob catalog on a real storage service: versions, conditional writes, and cached reads.

import { EventEmitter, once } from 'node:events';
import { makeBlobCatalog } from '../../../src/adapters/storage/blob-catalog';
import { makeStorage, type Storage } from '../../../src/adapters/storage/storage';
import { makeCatalogLookup } from '../../../src/compose/catalog-lookup';
import { type RunningAzurite, startAzurite } from '../../helpers/azurite';
import { aCatalog, aProduct } from '../../helpers/catalog';

let azurite: RunningAzurite;
beforeAll(async () => {
  azurite = await startAzurite();
});
afterAll(() => azurite.stop());

const cacheMs = 3_000;
const noCatalog = { catalog: aCatalog() };
const oak = aCatalog(aProduct());
const elm = aCatalog(aProduct({ sku: 'elm', price: 300 }));

/** A store on an empty container with a manual clock, and a record of its storage requests. */
async function aStore() {
  const storage = makeStorage({ connectionString: azurite.connectionString });
  const container = await storage.container('catalog');
  for await (const { name } of container.listBlobsFlat()) await container.deleteBlob(name);
  const clock = { ms: Date.parse('2026-01-02T00:00:00.000Z') };
  return { storage, container, clock, store: makeBlobCatalog(counted(storage), () => clock.ms), reads: () => reads };
}

let reads = 0;
function counted(storage: Storage): Storage {
  reads = 0;
  return withReader(storage, (name) => {
    reads++;
    return storage.existing.container(name);
  });
}

function withReader(storage: Storage, container: Storage['existing']['container']): Storage {
  return { ...storage, existing: { ...storage.existing, container } };
}

/** Storage whose first response is delayed after `read` until `goOn` is called. */
function withSlowRead(storage: Storage) {
  const events = new EventEmitter();
  const [read, goesOn] = [once(events, 'read'), once(events, 'goesOn')];
  let isFirst = true;
  const container: Storage['existing']['container'] = (name) => {
    const client = storage.existing.container(name);
    if (!isFirst) return client;
    isFirst = false;
    const blob = client.getBlobClient('catalog.json');
    const download: typeof blob.download = async (...options) => {
      const answer = await blob.download(...options);
      events.emit('read');
      await goesOn;
      return answer;
    };
    return { getBlobClient: () => ({ download }) } as unknown as typeof client;
  };
  return { slow: withReader(storage, container), read, goOn: () => events.emit('goesOn') };
}

describe('the catalog in a blob', () => {
  it('is empty in a new shop, whose reader does not wait until the container is created', async () => {
    const storage = makeStorage({ connectionString: azurite.connectionString });
    const container = () => Promise.reject(new Error('A reader creates nothing.'));
    const inNewShop = withReader({ ...storage, container }, () => storage.existing.container('catalogofanewshop'));
    expect(await makeBlobCatalog(inNewShop).read()).toEqual(noCatalog);
  });

  it('is empty before the first publication', async () => {
    const { store } = await aStore();
    expect(await store.read()).toEqual(noCatalog);
  });

  it('returns what was published, immediately in this store and in another one', async () => {
    const { store, storage } = await aStore();
    await store.read();
    const published = await store.publish(oak, undefined);
    const expected = { catalog: oak, etag: published.ok && published.value.etag, publishedAt: expect.any(Date) };
    expect(await store.read()).toEqual(expected);
    expect(await makeBlobCatalog(storage).read()).toEqual(expected);
  });

  it('is read once for all requests within some seconds, and then read again', async () => {
    const { store, storage, clock, reads } = await aStore();
    await Promise.all([store.read(), store.read(), store.read()]);
    await store.read();
    expect(reads()).toBe(1);
    await makeBlobCatalog(storage).publish(oak, undefined);
    clock.ms += cacheMs - 1;
    expect(await store.read()).toEqual(noCatalog);
    clock.ms += 1;
    expect((await store.read()).catalog).toEqual(oak);
    expect(reads()).toBe(2);
  });

  it('stays the same object while the blob is unchanged, and is empty after the blob is deleted', async () => {
    const { store, container, clock } = await aStore();
    await store.publish(oak, undefined);
    const first = await store.read();
    clock.ms += cacheMs;
    expect(await store.read()).toBe(first);
    await container.deleteBlob('catalog.json');
    clock.ms += cacheMs;
    expect(await store.read()).toEqual(noCatalog);
  });

  it('reads again after a failed read', async () => {
    const { storage, store, clock } = await aStore();
    await store.publish(oak, undefined);
    let isDown = true;
    const reader = withReader(storage, (name) => {
      if (isDown) throw new Error('down');
      return storage.existing.container(name);
    });
    const flaky = makeBlobCatalog(reader, () => clock.ms);
    await expect(flaky.read()).rejects.toThrow('down');
    isDown = false;
    expect((await flaky.read()).catalog).toEqual(oak);
  });

  it('reports the errors of an invalid document in the blob', async () => {
    const { store, container } = await aStore();
    const faulty = JSON.stringify(aCatalog(aProduct({ price: 0 })));
    await container.uploadBlockBlob('catalog.json', faulty, faulty.length);
    await expect(store.read()).rejects.toThrow(
      'catalog/catalog.json is not valid: products.0.price: must be at least 1',
    );
  });

  it('checks a document that somebody else has written over a published one, also if the mark was kept', async () => {
    const { storage, store, container, clock } = await aStore();
    await store.publish(oak, undefined);
    const { metadata = {} } = await container.getBlobClient('catalog.json').getProperties();
    expect(metadata).toEqual({ checked: expect.stringMatching(/^1-[0-9a-f]{64}$/) });
    const faulty = JSON.stringify(aCatalog(aProduct({ price: 0 })));
    await container.uploadBlockBlob('catalog.json', faulty, faulty.length, { metadata });
    await expect(makeBlobCatalog(storage, () => clock.ms).read()).rejects.toThrow('products.0.price');
    const other = JSON.stringify(elm);
    await container.uploadBlockBlob('catalog.json', other, other.length);
    expect((await makeBlobCatalog(storage, () => clock.ms).read()).catalog).toEqual(elm);
  });

  it('keeps each replaced version with the time of its replacement', async () => {
    const { store, container, clock } = await aStore();
    await store.publish(oak, undefined);
    clock.ms += 60_000;
    await store.publish(elm, undefined);
    clock.ms += 60_000;
    await store.publish(aCatalog(), undefined);
    const previous: string[] = [];
    for await (const { name } of container.listBlobsFlat({ prefix: 'previous/' })) previous.push(name);
    expect(previous).toEqual(['previous/2026-01-02T00:01:00.000Z.json', 'previous/2026-01-02T00:02:00.000Z.json']);
    const replaced = await container.getBlobClient(previous[0] ?? '').downloadToBuffer();
    expect(JSON.parse(replaced.toString())).toEqual(oak);
  });

  it('is replaced conditionally only in the version named', async () => {
    const { store } = await aStore();
    expect(await store.publish(oak, '*')).toMatchObject({ ok: false, code: 'REQUEST.PRECONDITION_FAILED' });
    const first = await store.publish(oak, undefined);
    const etag = first.ok ? first.value.etag : '';
    expect(await store.publish(elm, ['0x0'])).toMatchObject({ ok: false });
    expect((await store.read()).catalog).toEqual(oak);
    expect(await store.publish(elm, [etag])).toMatchObject({ ok: true });
    expect(await store.publish(oak, [etag])).toMatchObject({ ok: false });
    expect((await store.read()).catalog).toEqual(elm);
  });

  it('accepts exactly one of many concurrent replacements of the same version', async () => {
    const { store } = await aStore();
    const first = await store.publish(oak, undefined);
    const etag = first.ok ? first.value.etag : '';
    const results = await Promise.all(Array.from({ length: 8 }, () => store.publish(elm, [etag])));
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it('accepts all replacements without a condition, one after another', async () => {
    const { store } = await aStore();
    const results = await Promise.all(Array.from({ length: 12 }, () => store.publish(oak, undefined)));
    expect(results.every(({ ok }) => ok)).toBe(true);
  });

  it('returns the published version even for a read that began before the publication', async () => {
    const { storage, store, clock } = await aStore();
    await store.publish(oak, undefined);
    const { slow, read, goOn } = withSlowRead(storage);
    const overtaken = makeBlobCatalog(slow, () => clock.ms);
    const early = overtaken.read();
    await read;
    expect(await overtaken.publish(elm, undefined)).toMatchObject({ ok: true });
    goOn();
    expect((await early).catalog).toEqual(elm);
    expect((await overtaken.read()).catalog).toEqual(elm);
  });
});

describe('the lookup of products', () => {
  it('finds the products of the catalog', async () => {
    const { store } = await aStore();
    await store.publish(aCatalog(aProduct(), aProduct({ sku: 'elm', price: 300 })), undefined);
    expect(await makeCatalogLookup(store).find(['elm', 'ash'])).toEqual([
      { sku: 'elm', name: 'Oak board', price: { amount: 300, currency: 'EUR' }, warehouse: 'north' },
    ]);
  });
});
