// No upload depends on its event: a third of them are dropped or dead-lettered, at random, and the host is killed meanwhile. In the
// end every picture is ready or refused, and a catalog file is imported.

import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { TableClient } from '@azure/data-tables';
import { BlobServiceClient, type ContainerClient } from '@azure/storage-blob';
import type { Picture, UploadTicket } from '../../client/api-types';
import type { LocalHost } from '../../scripts/local-host';
import { loadDemoShop } from '../../scripts/shop/demo-shop';
import { eventually } from '../../scripts/shop/eventually';
import { expectStatus, makeShop, type Shop } from '../../scripts/shop/shop-client';
import { requestTicket } from '../../scripts/shop/upload-picture';
import { aCatalog, aProduct } from '../helpers/catalog';
import { deadLetter, deliver, type WrittenBlob } from '../helpers/event-grid';
import { makeJpeg } from '../helpers/jpeg';
import { makeOwnHost } from '../helpers/own-host';
import { ownHostTest } from '../helpers/own-host-test';
import { seededRandom } from '../helpers/seeded-random';

const PICTURES = 30;
const UPLOADS_AT_ONCE = 5;
const KILLS = 3;
const LONGEST_LIFE_MS = 2_500;
const EACH_LIMIT_MS = 150_000;

type Fate = 'delivered' | 'deliveredTwice' | 'dropped' | 'deadLettered';

interface Plan {
  fate: Fate;
  expected: 'ready' | 'refused';
}

interface Sent extends Plan {
  pictureId: string;
}

ownHostTest('every picture is ready or refused, though events are lost and the host is killed', survives, 400_000);

async function survives(): Promise<void> {
  const seed = Number(process.env.E2E_EVENTS_SEED ?? randomInt(2 ** 31));
  console.info(`dropped-events.test.ts: E2E_EVENTS_SEED=${seed} drops the same events again`);
  const random = seededRandom(seed);
  const plans = plansOf(random);
  const own = makeOwnHost('events', { PICTURE_EVENT_SOURCE: 'EventGrid' });
  const start = () => own.start(['--no-event-grid']);
  let host = await start();
  const kill = async () => {
    await sleep(random() * LONGEST_LIFE_MS);
    host = await killAndStart(host, start);
  };
  try {
    const shop = makeShop(() => host.origin);
    const sku = (await loadDemoShop(shop))[0]?.sku ?? '';
    const sending = sendAll(shop, sku, own.storage(), plans);
    for (let kills = 0; kills < KILLS; kills++) await kill();
    const sent = await sending;
    const lost = sent.filter(({ fate }) => fate === 'dropped' || fate === 'deadLettered');
    expect(lost.length).toBeGreaterThan(0);
    // Without the sweep they would stay so for ever.
    for (const { pictureId } of lost) expect((await pictureOf(shop, pictureId)).state).toBe('awaitingUpload');

    const files = new CatalogFile(own.storage());
    await files.upload();
    await sweep(host);
    await kill();
    const ends = await Promise.all(sent.map(({ pictureId }) => endOf(shop, pictureId, () => sweep(host))));
    expect(ends.map(({ state }) => state)).toEqual(sent.map(({ expected }) => expected));
    await files.imported(() => sweep(host));
    await expectNothingLeft(sent, own.storage(), () => sweep(host));
  } catch (error) {
    throw new Error(`E2E_EVENTS_SEED=${seed}\n${own.log().slice(-4000)}`, { cause: error });
  } finally {
    await own.remove();
  }
}

/** Uploads all pictures, some at a time, and lets each event have its fate. */
async function sendAll(shop: Shop, sku: string, storage: string, plans: Plan[]): Promise<Sent[]> {
  const photo = await makeJpeg({ width: 40, height: 20 });
  const sent: Sent[] = [];
  const work = plans.entries();
  const worker = async () => {
    for (const [index, { fate, expected }] of work) {
      const bytes = expected === 'ready' ? photo : Buffer.from('This is no picture.');
      const ticket = await untilAnswered(() => requestTicket(shop, sku));
      const blob = await put(ticket, sku, bytes);
      if (fate === 'deadLettered') await deadLetter(storage, blob);
      if (fate === 'delivered' || fate === 'deliveredTwice') await deliver(shop.origin, blob);
      if (fate === 'deliveredTwice') await deliver(shop.origin, blob);
      sent[index] = { pictureId: ticket.pictureId, fate, expected };
    }
  };
  await Promise.all(Array.from({ length: UPLOADS_AT_ONCE }, worker));
  return sent;
}

function plansOf(random: () => number): Plan[] {
  return Array.from({ length: PICTURES }, (_, index) => {
    return { fate: fateOf(random()), expected: index % 6 === 5 ? 'refused' : 'ready' };
  });
}

/** A third of all events are lost, half of these as dead letters. */
function fateOf(chance: number): Fate {
  if (chance < 1 / 6) return 'dropped';
  if (chance < 1 / 3) return 'deadLettered';
  return chance < 1 / 2 ? 'deliveredTwice' : 'delivered';
}

async function put({ uploadUrl, headers, pictureId }: UploadTicket, sku: string, bytes: Buffer): Promise<WrittenBlob> {
  const answer = await fetch(uploadUrl, { method: 'PUT', headers, body: new Uint8Array(bytes) });
  if (answer.status !== 201) throw new Error(`the upload was answered ${answer.status}`);
  const url = uploadUrl.slice(0, uploadUrl.indexOf('?'));
  return { container: 'uploads', name: `${sku}/${pictureId}`, etag: answer.headers.get('etag') ?? '', url };
}

/** Repeats a request that a killed host did not answer. */
async function untilAnswered<T>(send: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + EACH_LIMIT_MS;
  for (;;) {
    try {
      return await send();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(100);
    }
  }
}

function pictureOf(shop: Shop, pictureId: string): Promise<Picture> {
  return untilAnswered(async () => expectStatus(await shop.owner<Picture>('GET', `/pictures/${pictureId}`), 200));
}

/** Fires the timer by hand; it runs every five minutes by itself. */
async function sweep({ origin }: LocalHost): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${origin}/admin/functions/sweepUploads`, { method: 'POST', headers, body: '{}' });
  expect(answer.status).toBe(202);
}

function endOf(shop: Shop, pictureId: string, sweepAgain: () => Promise<void>): Promise<Picture> {
  return eventually(`the end of ${pictureId}`, EACH_LIMIT_MS, async () => {
    const picture = await pictureOf(shop, pictureId);
    if (picture.state !== 'awaitingUpload' && picture.state !== 'processing') return picture;
    await sleep(1_000);
    if (picture.state === 'awaitingUpload') await sweepAgain();
    return undefined;
  });
}

/** A catalog file whose event is dropped. */
class CatalogFile {
  private readonly uploads: ContainerClient;
  private readonly catalog: ContainerClient;

  constructor(storage: string) {
    const blobs = BlobServiceClient.fromConnectionString(storage);
    this.uploads = blobs.getContainerClient('catalog-uploads');
    this.catalog = blobs.getContainerClient('catalog');
  }

  async upload(): Promise<void> {
    const document = JSON.stringify(aCatalog(aProduct({ sku: 'elm' })));
    await this.uploads.getBlockBlobClient('spring.json').uploadData(Buffer.from(document));
  }

  async imported(sweepAgain: () => Promise<void>): Promise<void> {
    const report = this.catalog.getBlobClient('imports/spring.json.json');
    await eventually('the import', EACH_LIMIT_MS, async () => {
      if (await report.exists()) return true;
      await sleep(1_000);
      return void (await sweepAgain());
    });
    expect(JSON.parse((await report.downloadToBuffer()).toString())).toMatchObject({ outcome: 'published' });
  }
}

/** Neither an open ticket of these pictures nor a dead letter. */
async function expectNothingLeft(sent: Sent[], storage: string, sweepAgain: () => Promise<void>): Promise<void> {
  const table = TableClient.fromConnectionString(storage, 'pictures', { allowInsecureConnection: true });
  const letters = BlobServiceClient.fromConnectionString(storage).getContainerClient('eventgrid-deadletter');
  const ids = new Set(sent.map(({ pictureId }) => pictureId));
  await eventually('an empty index and no dead letter', EACH_LIMIT_MS, async () => {
    const left: string[] = [];
    const filter = "PartitionKey eq ':open'";
    for await (const { rowKey } of table.listEntities({ queryOptions: { filter } })) left.push(String(rowKey));
    for await (const { name } of letters.listBlobsFlat()) left.push(name);
    if (left.every((one) => one.startsWith('pic_') && !ids.has(one))) return true;
    await sleep(1_000);
    return void (await sweepAgain());
  });
}

async function killAndStart(host: LocalHost, start: () => Promise<LocalHost>): Promise<LocalHost> {
  host.signal('SIGKILL');
  await host.ended;
  return start();
}
