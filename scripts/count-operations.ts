// `npm run count:operations` counts the operations of one order and one picture on the local host and writes the figures to
// scripts/cost/counts.json, which the deployment reads, and to docs/operations.md. --dry-run only prints them.
// --page rewrites the page from the last count, after a change of prices, timers, host.json or alerts.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { expectData } from '../client/expect-data';
import { withCostSection } from './cost/cost-section';
import type { Counts } from './cost/counts';
import lastCounts from './cost/counts.json';
import { countTable } from './count/count-table';
import { type CountedApp, startCountedApp } from './count/counted-app';
import { countedWork } from './count/counted-work';
import { type HubFigures, readHub } from './count/hub-messages';
import { makeDemoPhoto } from './demo-photo';
import { repositoryRoot } from './repository-root';
import { buy, orderEnd } from './shop/check-out';
import { loadDemoShop } from './shop/demo-shop';
import type { Shop } from './shop/shop-client';
import { readPicture, requestTicket, upload } from './shop/upload-picture';

/** As the owner's page polls for the picture: each poll is an execution too. */
const POLL_MS = 3000;
const MAX_POLLS = 30;

const noHub: HubFigures = { messages: 0, episodes: 0, instances: 0 };

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      orders: { type: 'string' },
      pictures: { type: 'string' },
      'dry-run': { type: 'boolean' },
      page: { type: 'boolean' },
    },
  });
  if (values.page) return save(lastCounts);
  const samples = { orders: Number(values.orders ?? 10), pictures: Number(values.pictures ?? 5) };
  const app = await startCountedApp();
  try {
    const counts = await count(app, samples);
    console.log(countTable(counts).join('\n'));
    if (!values['dry-run']) save(counts);
    console.log(JSON.stringify(counts));
  } finally {
    await app.remove();
  }
}

/** Saves the counts for the deployment and for docs/operations.md. */
function save(counts: Counts): void {
  const page = join(repositoryRoot(), 'docs/operations.md');
  writeFileSync(join(repositoryRoot(), 'scripts/cost/counts.json'), `${JSON.stringify(counts, null, 2)}\n`);
  writeFileSync(page, withCostSection(readFileSync(page, 'utf8'), counts));
}

async function count(app: CountedApp, samples: Counts['samples']): Promise<Counts> {
  const products = await loadDemoShop(app.shop);
  const sku = products.find(({ available }) => (available ?? 0) > samples.orders + 1)?.sku;
  if (sku === undefined) throw new Error(`No product has stock for ${samples.orders} orders.`);
  const photo = await makeDemoPhoto();
  // The first order and picture create containers and warm up caches, so they are not counted.
  await app.during(async () => {
    await order(app.shop, sku);
    await picture(app.shop, sku, photo);
  });
  const ids: string[] = [];
  const orders = await app.during(() => times(samples.orders, async () => void ids.push(await order(app.shop, sku))));
  const pictures = await app.during(() => times(samples.pictures, () => picture(app.shop, sku, photo)));
  const { taskHubFile } = await app.stop();
  const hub = readHub(taskHubFile, ids);
  return {
    countedOn: new Date().toISOString().slice(0, 10),
    samples,
    order: countedWork(orders, hub, samples.orders),
    picture: { ...countedWork(pictures, noHub, samples.pictures), events: 1 },
  };
}

/** A guest lists the products, buys one unit, and follows the order until it is delivered. */
async function order(shop: Shop, sku: string): Promise<string> {
  const guest = shop.guest();
  await expectData(guest.api.GET('/products'));
  const orderId = await buy(guest, sku, 1);
  const { state } = await orderEnd(guest, orderId);
  if (state !== 'delivered') throw new Error(`${orderId} ended ${state}.`);
  return orderId;
}

/** Uploads a 12-megapixel photo and waits for its renditions. */
async function picture(shop: Shop, sku: string, photo: Buffer): Promise<void> {
  const ticket = await requestTicket(shop, sku);
  await upload(ticket, photo);
  for (let polls = 1; ; polls++) {
    await sleep(POLL_MS);
    const { state } = await readPicture(shop, ticket.pictureId);
    if (state === 'ready') return;
    if (polls === MAX_POLLS) throw new Error(`${ticket.pictureId} is still ${state}.`);
  }
}

async function times(count: number, work: () => Promise<void>): Promise<void> {
  for (let done = 0; done < count; done++) await work();
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
