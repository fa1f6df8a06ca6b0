// `npm run count:operations`: what one order and one picture cost in operations, counted on the local host; the figures go
// to scripts/cost/counts.json, which the deployment reads, and into docs/operations.md. --dry-run only prints them;
// --page counts nothing, and writes the page anew from the last count: after a change of prices, timers, host.json or alerts.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { withCostSection } from './cost/cost-section';
import type { Counts } from './cost/counts';
import lastCounts from './cost/counts.json';
import { type AppUnderCount, startAppUnderCount } from './count/app-under-count';
import { countTable } from './count/count-table';
import { countedWork } from './count/counted-work';
import { type HubFigures, readHub } from './count/hub-messages';
import { makeDemoPhoto } from './demo-photo';
import { repositoryRoot } from './repository-root';
import { aCheckout, orderEnd, placeOrder } from './shop/check-out';
import { loadDemoShop } from './shop/demo-shop';
import { expectStatus, type Shop } from './shop/shop-client';
import { requestTicket, upload } from './shop/upload-picture';
import type { Cart, Picture } from './shop/wire';

/** As the page of an owner would who waits for the picture: each look is an execution too. */
const LOOK_EVERY_MS = 3000;
const MOST_LOOKS = 30;

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
  if (values.page) return keep(lastCounts);
  const samples = { orders: Number(values.orders ?? 10), pictures: Number(values.pictures ?? 5) };
  const app = await startAppUnderCount();
  try {
    const counts = await count(app, samples);
    console.log(countTable(counts).join('\n'));
    if (!values['dry-run']) keep(counts);
    console.log(JSON.stringify(counts));
  } finally {
    await app.remove();
  }
}

/** Where the deployment and the readers of docs/operations.md find them. */
function keep(counts: Counts): void {
  const page = join(repositoryRoot(), 'docs/operations.md');
  writeFileSync(join(repositoryRoot(), 'scripts/cost/counts.json'), `${JSON.stringify(counts, null, 2)}\n`);
  writeFileSync(page, withCostSection(readFileSync(page, 'utf8'), counts));
}

async function count(app: AppUnderCount, samples: Counts['samples']): Promise<Counts> {
  const products = await loadDemoShop(app.shop);
  const sku = products.find(({ available }) => available > samples.orders + 1)?.sku;
  if (sku === undefined) throw new Error(`No product has stock for ${samples.orders} orders.`);
  const photo = await makeDemoPhoto();
  // The first of each makes containers and warms caches: it is not counted.
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

/** A guest looks at the products, buys one unit, and stays until the parcel is delivered. */
async function order(shop: Shop, sku: string): Promise<string> {
  const guest = shop.guest();
  expectStatus(await guest('GET', '/products'), 200);
  const cart = expectStatus(await guest<Cart>('POST', '/cart/lines', { body: { sku, quantity: 1 } }), 200);
  const { orderId } = expectStatus(await placeOrder(guest, aCheckout(cart.total)), 202);
  const { state } = await orderEnd(guest, orderId);
  if (state !== 'delivered') throw new Error(`${orderId} ended ${state}.`);
  return orderId;
}

/** One upload of a photo of 12 megapixels, until its renditions are there. */
async function picture(shop: Shop, sku: string, photo: Buffer): Promise<void> {
  const ticket = await requestTicket(shop, sku);
  await upload(ticket, photo);
  for (let looks = 1; ; looks++) {
    await sleep(LOOK_EVERY_MS);
    const { state } = expectStatus(await shop.owner<Picture>('GET', `/pictures/${ticket.pictureId}`), 200);
    if (state === 'ready') return;
    if (looks === MOST_LOOKS) throw new Error(`${ticket.pictureId} is ${state}.`);
  }
}

async function times(count: number, work: () => Promise<void>): Promise<void> {
  for (let done = 0; done < count; done++) await work();
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
