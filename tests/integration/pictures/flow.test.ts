// Pictures through real storage when events and messages arrive twice, late, out of order, or not at all.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeJimpEngine } from '../../../src/engines/jimp/jimp-engine';
import { sourceBlobName } from '../../../src/pictures/picture';
import type { RenderTask } from '../../../src/pictures/rendering';
import { renditionsVersion } from '../../../src/pictures/renditions';
import { retryDelaysSeconds } from '../../../src/pictures/retry-later';
import { type RunningAzurite, startAzurite } from '../../helpers/azurite';
import { call } from '../../helpers/http';
import { makeJpeg } from '../../helpers/jpeg';
import {
  makeImpatientStorage,
  makePictureFlow,
  makeQuickEngine,
  makeRoom,
  paintedFrom,
  shownTo,
} from '../../helpers/picture-flow';
import { aContext } from '../../helpers/picture-studio';
import { type StorageProxy, startStorageProxy } from '../../helpers/storage-proxy';

let azurite: RunningAzurite;
let proxy: StorageProxy;
let photo: Buffer;
let otherPhoto: Buffer;
beforeAll(async () => {
  azurite = await startAzurite();
  proxy = await startStorageProxy(azurite.connectionString);
  await makeRoom(azurite.connectionString);
  [photo, otherPhoto] = await Promise.all([makeJpeg({ width: 40, height: 20 }), makeJpeg({ width: 30, height: 20 })]);
});
afterAll(async () => {
  await proxy.close();
  await azurite.stop();
});

afterEach(() => proxy.refuse(() => false));

/** The picture flow over real storage; `whilePainting` runs in the engine, which throws what it throws. */
async function aFlow(whilePainting: (task: RenderTask) => Promise<void> = async () => undefined) {
  const flow = await makePictureFlow(makeImpatientStorage(proxy.connectionString), makeQuickEngine(whilePainting));
  const overwrite = async (name: { sku: string; pictureId: string }, bytes: Buffer) => {
    await (await flow.storage.container('uploads')).getBlockBlobClient(sourceBlobName(name)).uploadData(bytes);
  };
  const poison = async () => {
    const { body } = await call(flow.operations.listPoison);
    const [queue] = (body as { queues: { count: number; messages: Record<string, unknown>[] }[] }).queues;
    return queue ?? { count: 0, messages: [] };
  };
  const replay = (body: object = {}) =>
    call(flow.operations.replayPoison, { method: 'POST', params: { queue: 'picture-jobs' }, body });
  return { ...flow, overwrite, poison, replay };
}

async function aRenderedPicture(whilePainting?: (task: RenderTask) => Promise<void>) {
  const flow = await aFlow(whilePainting);
  const name = await flow.uploaded(photo);
  await flow.event(name);
  await flow.deliverAll();
  expect((await flow.record(name))?.state).toBe('ready');
  return { ...flow, name };
}

describe('repeated delivery', () => {
  test('a repeated event and a repeated message write nothing', async () => {
    const { name, event, deliverAll, renditionEtags, record, waiting } = await aRenderedPicture();
    const [etags, before] = [await renditionEtags(name), await record(name)];
    expect(Object.keys(etags)).toHaveLength(9);
    await event(name);
    await event(name);
    await deliverAll();
    expect([await renditionEtags(name), await record(name)]).toEqual([etags, before]);
    expect(await waiting('picture-jobs')).toBe(0);
  });

  test('concurrent deliveries of a message publish once, and none fails', async () => {
    const flow = await aFlow();
    const name = await flow.uploaded(photo);
    for (let times = 0; times < 6; times++) await flow.event(name);
    await flow.deliverAll();
    expect(await flow.record(name)).toMatchObject({ state: 'ready' });
    expect((await flow.poison()).count).toBe(0);
    expect(await flow.media(name, 'thumb.jpg')).toBe(paintedFrom(photo));
  });

  test('a ticket allows one upload', async () => {
    const { ticket } = await aFlow();
    const { uploadUrl } = await ticket();
    const put = (body: string, more: Record<string, string> = {}) =>
      fetch(uploadUrl, { method: 'PUT', headers: { 'x-ms-blob-type': 'BlockBlob', ...more }, body });
    expect((await put('first')).status).toBe(201);
    expect([403, 409, 412]).toContain((await put('second')).status);
    expect([403, 409, 412]).toContain((await put('third', { 'if-none-match': '*' })).status);
  });
});

describe('two uploads to one picture', () => {
  test('the newer one wins, even if the message of the older one arrives last', async () => {
    const flow = await aFlow();
    const name = await flow.uploaded(photo);
    const { context } = aContext({ blobTrigger: `uploads/${sourceBlobName(name)}` });
    const older = await flow.handlers.pictureUploaded(undefined, context);
    await flow.overwrite(name, otherPhoto);
    await flow.event(name);
    await flow.deliverAll();
    const etags = await flow.renditionEtags(name);
    await flow.handlers.renderPicture(older, aContext().context);
    expect(await flow.renditionEtags(name)).toEqual(etags);
    expect(await flow.media(name, 'large.webp')).toBe(paintedFrom(otherPhoto, 'large webp'));
    expect(await flow.record(name)).toMatchObject({ state: 'ready', picture: { width: 30 } });
  });

  test('the newer one wins, even if it arrives while the older one is rendered', async () => {
    const flow = await aFlow(async ({ width }) => {
      if (width !== 40) return;
      await flow.overwrite(name, otherPhoto);
      await flow.event(name);
    });
    const name = await flow.uploaded(photo);
    await flow.event(name);
    await flow.deliverAll();
    for (const file of ['thumb', 'small', 'medium', 'large']) {
      expect(await flow.media(name, `${file}.jpg`)).toBe(paintedFrom(otherPhoto, `${file} jpeg`));
    }
    expect(await flow.record(name)).toMatchObject({ state: 'ready', picture: { width: 30 } });
    expect((await flow.poison()).count).toBe(0);
  });
});

describe('a deletion', () => {
  const remove = (flow: Awaited<ReturnType<typeof aFlow>>, pictureId: string) =>
    call(flow.handlers.deletePicture, { method: 'DELETE', params: { pictureId } });
  const isGone = async (flow: Awaited<ReturnType<typeof aFlow>>, name: { sku: string; pictureId: string }) => {
    const uploads = await flow.storage.container('uploads');
    expect(await uploads.getBlobClient(sourceBlobName(name)).exists()).toBe(false);
    expect(await flow.renditionEtags(name)).toEqual({});
    const shown = await shownTo(flow.storage, name.sku);
    expect(shown.map(({ pictureId }) => pictureId)).not.toContain(name.pictureId);
    expect((await call(flow.handlers.getPicture, { params: { pictureId: name.pictureId } })).status).toBe(404);
  };

  test('removes source, renditions and manifest, and may be repeated', async () => {
    const flow = await aRenderedPicture();
    const statuses = [];
    for (let times = 0; times < 2; times++) statuses.push((await remove(flow, flow.name.pictureId)).status);
    expect(statuses).toEqual([204, 204]);
    await isGone(flow, flow.name);
  });

  test('during rendering leaves nothing behind', async () => {
    const flow = await aFlow(async () => void (await remove(flow, name.pictureId)));
    const name = await flow.uploaded(photo);
    await flow.event(name);
    await flow.deliverAll();
    await isGone(flow, name);
    expect([await flow.waiting('picture-jobs'), (await flow.poison()).count]).toEqual([0, 0]);
  });

  test('before the event or the upload arrives leaves nothing behind', async () => {
    const flow = await aFlow();
    const { name, uploadUrl } = await flow.ticket();
    expect((await remove(flow, name.pictureId)).status).toBe(204);
    const headers = { 'x-ms-blob-type': 'BlockBlob' };
    expect((await fetch(uploadUrl, { method: 'PUT', headers, body: Uint8Array.from(photo) })).status).toBe(201);
    await flow.event(name);
    await flow.deliverAll();
    await isGone(flow, name);
  });

  test('of the source in storage, without the app, leaves no picture in processing', async () => {
    const flow = await aFlow();
    const name = await flow.uploaded(photo);
    await flow.event(name);
    await (await flow.storage.container('uploads')).deleteBlob(sourceBlobName(name));
    await flow.deliverAll();
    expect(await flow.record(name)).toMatchObject({ state: 'failed', code: 'PICTURE.SOURCE_GONE' });
    expect((await flow.poison()).count).toBe(0);
  });
});

describe('rendering again', () => {
  test('writes no unchanged file, and ends ready', async () => {
    const { name, handlers, deliverAll, renditionEtags, record } = await aRenderedPicture();
    const { 'manifest.json': manifest, ...files } = await renditionEtags(name);
    const { pictureId } = name;
    const answer = await call(handlers.reprocessPicture, { method: 'POST', params: { pictureId } });
    expect(answer).toMatchObject({ status: 202, body: { state: 'processing', placeholder: expect.any(String) } });
    await deliverAll();
    const { 'manifest.json': newManifest, ...sameFiles } = await renditionEtags(name);
    expect([sameFiles, newManifest === manifest]).toEqual([files, false]);
    expect((await record(name))?.state).toBe('ready');
  });

  test('finds pictures of an earlier version, writes no source, and completes', async () => {
    const flow = await aRenderedPicture();
    const { name, storage } = flow;
    const outdated = await madeByAnEarlierVersion(flow);
    const source = (await storage.container('uploads')).getBlobClient(sourceBlobName(name));
    const before = (await source.getProperties()).etag;
    const ask = () =>
      call(flow.handlers.reprocessPictures, { method: 'POST', body: { maxPictures: 5, perMinute: 6000 } });
    expect(await ask()).toMatchObject({ status: 202, body: { enqueued: 1 } });
    expect(await ask()).toMatchObject({ status: 202, body: { enqueued: 1 } });
    await flow.deliverAll();
    expect(await flow.record(name)).toMatchObject({ state: 'ready', picture: { renditionsVersion } });
    const etags = await flow.renditionEtags(name);
    expect(etags['manifest.json']).not.toBe(outdated);
    expect(await ask()).toMatchObject({ status: 202, body: { enqueued: 0 } });
    expect((await source.getProperties()).etag).toBe(before);
    expect(await flow.waiting('picture-jobs')).toBe(0);
  });

  /** Marks the picture as rendered by an earlier version, in manifest and record; returns the manifest's ETag. */
  async function madeByAnEarlierVersion({
    storage,
    name,
    renditionEtags,
  }: Awaited<ReturnType<typeof aRenderedPicture>>) {
    const blob = (await storage.container('renditions')).getBlockBlobClient(`${name.pictureId}/manifest.json`);
    const manifest = JSON.parse((await blob.downloadToBuffer()).toString());
    await blob.uploadData(Buffer.from(JSON.stringify({ ...manifest, renditionsVersion: renditionsVersion - 1 })));
    const table = await storage.table('pictures');
    const row = await table.getEntity<{ record: string }>(name.sku, name.pictureId);
    const record = row.record.replace(`"renditionsVersion":${renditionsVersion}`, `"renditionsVersion":1`);
    const version = renditionsVersion - 1;
    await table.updateEntity(
      { partitionKey: name.sku, rowKey: name.pictureId, record, renditionsVersion: version },
      'Merge',
    );
    return (await renditionEtags(name))['manifest.json'];
  }
});

describe('a worker thread that crashes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cartwright-worker-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('fails the attempts of its own picture only', async () => {
    const workerFile = join(folder, 'crashing-worker.js');
    writeFileSync(workerFile, crashingWorker);
    const engine = makeJimpEngine({ workerFile });
    const flow = await makePictureFlow(makeImpatientStorage(proxy.connectionString), engine);
    const deadly = await flow.uploaded(await makeJpeg({ width: 13, height: 20 }));
    const harmless = [await flow.uploaded(photo), await flow.uploaded(otherPhoto)];
    for (const name of [deadly, ...harmless]) await flow.event(name);
    await flow.deliverAll();
    expect(await flow.record(deadly)).toMatchObject({ state: 'failed', code: 'PICTURE.RENDERING_FAILED' });
    for (const name of harmless) expect((await flow.record(name))?.state).toBe('ready');
    const replay = { method: 'POST', params: { queue: 'picture-jobs' }, body: {} };
    writeFileSync(workerFile, crashingWorker.replace('process.exit(7)', ''));
    expect(await call(flow.operations.replayPoison, replay)).toMatchObject({ body: { replayed: 1 } });
    await engine.close();
    const mendedEngine = makeJimpEngine({ workerFile });
    const mended = await makePictureFlow(flow.storage, mendedEngine);
    await mended.deliverAll();
    await mendedEngine.close();
    expect((await mended.record(deadly))?.state).toBe('ready');
  });

  const crashingWorker = `exports.render = async ({ width, plan }) => {
    if (width === 13) process.exit(7);
    const files = plan.map((planned) => ({ ...planned, format: 'jpeg', bytes: Buffer.from('bytes') }));
    return { ok: true, value: { files, placeholder: 'x' } };
  };`;
});

/** Those with growing pauses, and then the trigger's. */
const allAttempts = retryDelaysSeconds.length + 5;

describe('faults', () => {
  test('that persist fail the picture, whose message is parked and can be replayed', async () => {
    let isBroken = true;
    let attempts = 0;
    const flow = await aFlow(async () => {
      attempts++;
      if (isBroken) throw new Error('the brush is broken');
    });
    const name = await flow.uploaded(photo);
    await flow.event(name);
    await flow.deliverAll();
    expect(attempts).toBe(allAttempts);
    const failed = { state: 'failed', code: 'PICTURE.RENDERING_FAILED', detail: 'the brush is broken' };
    expect(await flow.record(name)).toMatchObject(failed);
    expect((await flow.poison()).messages).toEqual([
      expect.objectContaining({
        readable: true,
        message: expect.objectContaining(name),
        reason: 'the brush is broken',
      }),
    ]);

    expect(await flow.replay()).toMatchObject({ status: 200, body: { replayed: 1 } });
    expect((await flow.record(name))?.state).toBe('processing');
    isBroken = false;
    await flow.deliverAll();
    expect((await flow.record(name))?.state).toBe('ready');
    expect((await flow.poison()).count).toBe(0);
  });

  test('that persist after a replay park the message again, without losing it or looping', async () => {
    let attempts = 0;
    const flow = await aFlow(async () => {
      attempts++;
      throw new Error('still broken');
    });
    const name = await flow.uploaded(photo);
    await flow.event(name);
    await flow.deliverAll();
    await flow.replay();
    await flow.deliverAll();
    expect(attempts).toBe(2 * allAttempts);
    expect([(await flow.record(name))?.state, (await flow.poison()).count]).toEqual(['failed', 1]);
    await call(flow.handlers.deletePicture, { method: 'DELETE', params: { pictureId: name.pictureId } });
    expect(await flow.replay()).toMatchObject({ body: { replayed: 0, settled: 1 } });
    expect((await flow.poison()).count).toBe(0);
  });

  test('an invalid message is kept with the reason until it is discarded', async () => {
    const flow = await aFlow();
    const queue = await flow.storage.queue('picture-jobs');
    await queue.sendMessage(Buffer.from('{"schemaVersion": 7}').toString('base64'));
    await queue.sendMessage(Buffer.from('render please').toString('base64'));
    await flow.deliverAll();
    expect(await flow.replay()).toMatchObject({ body: { replayed: 0, unreadable: 2 } });
    expect(await flow.waiting('picture-jobs')).toBe(0);
    const { messages } = await flow.poison();
    expect(messages.map(({ readable, text }) => [readable, text]).sort()).toEqual([
      [false, 'render please'],
      [false, '{"schemaVersion":7}'],
    ]);
    expect(messages.map(({ reason }) => String(reason)).sort()).toEqual([
      expect.stringMatching(/JSON/),
      expect.stringMatching(/schemaVersion/),
    ]);
    expect(await flow.replay({ unreadable: 'discard' })).toMatchObject({ body: { unreadable: 2 } });
    expect((await flow.poison()).count).toBe(0);
  });

  test('of storage that end before the last attempt have no effect', async () => {
    const flow = await aFlow();
    const name = await flow.uploaded(photo);
    await flow.event(name);
    const before = proxy.refused();
    let left = 3;
    // Each fails one attempt: three fail, the fourth succeeds.
    proxy.refuse((service, method) => service === 'Blob' && method === 'GET' && left-- > 0);
    await flow.deliverAll();
    proxy.refuse(() => false);
    expect(proxy.refused() - before).toBe(3);
    expect(await flow.record(name)).toMatchObject({ state: 'ready' });
    expect(await flow.record(name)).not.toHaveProperty('fault');
    expect((await flow.poison()).count).toBe(0);
  });

  test('of storage during publishing leave no partial picture', async () => {
    const flow = await aFlow();
    const name = await flow.uploaded(photo);
    await flow.event(name);
    let left = 2;
    proxy.refuse((_service, method, path) => method === 'PUT' && path.includes('/medium.') && left-- > 0);
    await flow.deliverAll();
    proxy.refuse(() => false);
    expect(await flow.record(name)).toMatchObject({ state: 'ready' });
    expect(Object.keys(await flow.renditionEtags(name))).toHaveLength(9);
  });

  test('of storage that outlast all attempts fail the picture, and its replay ends ready', async () => {
    const flow = await aFlow();
    const name = await flow.uploaded(photo);
    await flow.event(name);
    proxy.refuse((service) => service === 'Blob');
    await flow.deliverAll();
    proxy.refuse(() => false);
    expect(await flow.record(name)).toMatchObject({ state: 'failed', code: 'PICTURE.RENDERING_FAILED' });
    expect(await flow.replay()).toMatchObject({ body: { replayed: 1 } });
    await flow.deliverAll();
    expect((await flow.record(name))?.state).toBe('ready');
  });
});
