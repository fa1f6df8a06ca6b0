// Runs the shop's main use cases end to end, on any host: a picture becomes renditions, a cart becomes an order that is
// delivered, and another order is declined and undone.

import type { Product } from '../../client/api-types';
import { expectData } from '../../client/expect-data';
import { loadDemoShop } from '../shop/demo-shop';
import type { Shop } from '../shop/shop-client';
import { checkOut, declineCard, fillCart, followOrder, PARALLEL_REQUESTS, showMail } from './order-steps';
import { askForTicket, checkRenditions, uploadPhoto, waitForRenditions } from './picture-steps';
import { makeStepRunner, type Outcome, type Print, type Row } from './step';

export interface DemoParts {
  shop: Shop;
  /** Connection string of the app's storage account, which holds the mails. */
  storage: string;
  photo: Buffer;
  print: Print;
}

/** What the summary calls each step, in the order in which they run. */
export const demoSteps = {
  health: 'The app is healthy',
  catalog: 'The catalog and the stock are loaded',
  ticket: 'An upload ticket is issued',
  upload: 'A photo is uploaded',
  render: 'The renditions are made',
  sizes: 'The renditions have the right sizes',
  cart: `${PARALLEL_REQUESTS} parallel requests fill one cart`,
  checkOut: 'The cart becomes an order',
  deliver: 'The order is delivered',
  mails: 'The customer gets mails',
  decline: 'A declined card releases the stock',
};

/** Runs all steps and returns their results. @throws StepFailed. */
export async function runDemo({ shop, storage, photo, print }: DemoParts): Promise<Row[]> {
  const rows: Row[] = [];
  const step = makeStepRunner(print, rows);
  const guest = shop.guest();

  await step(demoSteps.health, () => checkHealth(shop));
  const product = await step(demoSteps.catalog, () => chooseProduct(shop));
  const ticket = await step(demoSteps.ticket, () => askForTicket(shop, product));
  const source = await step(demoSteps.upload, () => uploadPhoto(ticket, photo));
  const picture = await step(demoSteps.render, () => waitForRenditions(shop, ticket));
  await step(demoSteps.sizes, (print) => checkRenditions(shop, source, picture, print));
  const cart = await step(demoSteps.cart, () => fillCart(guest, product));
  const orderId = await step(demoSteps.checkOut, () => checkOut(guest, cart));
  await step(demoSteps.deliver, (print) => followOrder(guest, orderId, print));
  await step(demoSteps.mails, (print) => showMail(storage, orderId, print));
  await step(demoSteps.decline, (print) => declineCard(shop, product, print));
  return rows;
}

async function checkHealth(shop: Shop): Promise<Outcome<null>> {
  await expectData(shop.anyone.api.GET('/health'));
  return { result: shop.origin(), value: null };
}

/** For the cart, plus two for the declined order and one spare. */
const UNITS_NEEDED = PARALLEL_REQUESTS + 3;

async function chooseProduct(shop: Shop): Promise<Outcome<Product>> {
  const products = await loadDemoShop(shop);
  const product = products.find(({ available }) => (available ?? 0) >= UNITS_NEEDED);
  if (!product) throw new Error(`none of ${products.length} products has ${UNITS_NEEDED} units in stock`);
  return {
    result: `${products.length} products; the demo buys "${product.name}", ${product.available} in stock`,
    value: product,
  };
}
