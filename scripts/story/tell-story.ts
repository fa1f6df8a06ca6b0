// The shop's main job, end to end, against whatever host serves it: a picture becomes renditions, a cart becomes
// an order that arrives, and another order is declined and undone.

import { loadDemoShop } from '../shop/demo-shop';
import { expectStatus, type Shop } from '../shop/shop-client';
import type { Product } from '../shop/wire';
import { checkOut, declineCard, fillCart, followOrder, PARALLEL_REQUESTS, showMail } from './order-steps';
import { askForTicket, checkRenditions, uploadPhoto, waitForRenditions } from './picture-steps';
import { makeSteps, type Outcome, type Row, type Tell } from './step';

export interface StoryParts {
  shop: Shop;
  /** Connection string of the app's storage account, where the mails lie. */
  storage: string;
  photo: Buffer;
  tell: Tell;
}

/** Tells the whole story and answers with what each step showed. @throws StepFailed naming the step that went wrong. */
export async function tellStory({ shop, storage, photo, tell }: StoryParts): Promise<Row[]> {
  const rows: Row[] = [];
  const step = makeSteps(tell, rows);
  const guest = shop.guest();

  await step('The app is healthy', () => checkHealth(shop));
  const product = await step('The catalog and the stock are there', () => chooseProduct(shop));
  const ticket = await step('A ticket for a picture', () => askForTicket(shop, product));
  const source = await step('The picture is uploaded', () => uploadPhoto(ticket, photo));
  const picture = await step('The picture is rendered', () => waitForRenditions(shop, ticket));
  await step('The renditions are checked', (say) => checkRenditions(shop, source, picture, say));
  const cart = await step(`${PARALLEL_REQUESTS} parallel requests fill a cart`, () => fillCart(guest, product));
  const orderId = await step('The cart is checked out', () => checkOut(guest, cart));
  await step('The order is followed', (say) => followOrder(guest, orderId, say));
  await step('The mail is read', (say) => showMail(storage, orderId, say));
  await step('A declined card is undone', (say) => declineCard(shop, product, say));
  return rows;
}

async function checkHealth(shop: Shop): Promise<Outcome<null>> {
  expectStatus(await shop.anyone('GET', '/health'), 200);
  return { result: shop.origin(), value: null };
}

/** Units for the cart, two for the declined order, and one to spare. */
const UNITS_NEEDED = PARALLEL_REQUESTS + 3;

async function chooseProduct(shop: Shop): Promise<Outcome<Product>> {
  const products = await loadDemoShop(shop);
  const product = products.find(({ available }) => available >= UNITS_NEEDED);
  if (!product) throw new Error(`none of ${products.length} products has ${UNITS_NEEDED} units in stock`);
  return {
    result: `${products.length} products; bought here: ${product.name}, ${product.available} in stock`,
    value: product,
  };
}
