// The demo's story against a deployed shop, over HTTP alone: with a product of its own, which is gone afterwards.

import { expectStatus, type Shop } from '../shop/shop-client';
import type { Order } from '../shop/wire';
import { checkOut, declineCard, fillCart, followOrder, PARALLEL_REQUESTS } from '../story/order-steps';
import { askForTicket, checkRenditions, uploadPhoto, waitForRenditions } from '../story/picture-steps';
import { makeSteps, type Outcome, type Row, type RunStep, type Tell } from '../story/step';
import { offerSmokeProduct, smokeSku, withdrawSmokeProduct } from './smoke-product';

export interface SmokeParts {
  shop: Shop;
  photo: Buffer;
  now(): Date;
  tell: Tell;
}

/** Units for the cart and two for the order that is declined. */
const UNITS = PARALLEL_REQUESTS + 2;

/** Tells the story and answers with what each step showed. @throws StepFailed; the product is withdrawn all the same. */
export async function tellSmoke({ shop, photo, now, tell }: SmokeParts): Promise<Row[]> {
  const rows: Row[] = [];
  const step = makeSteps(tell, rows);
  const sku = smokeSku(now());
  const withdraw = () =>
    step('The product is withdrawn', async () => {
      const left = await withdrawSmokeProduct(shop, sku);
      return { result: `${sku} is out of the catalog, its last ${left} units out of stock`, value: null };
    });
  await step('The app is healthy', () => checkHealth(shop));
  try {
    await tellStory(shop, photo, sku, step);
  } catch (error) {
    await withdraw().catch(({ message }: Error) => tell(`    ${sku} is still there: ${message}`));
    throw error;
  }
  await withdraw();
  return rows;
}

async function tellStory(shop: Shop, photo: Buffer, sku: string, step: RunStep): Promise<void> {
  const product = await step('A product for this test is offered', async () => {
    const offered = await offerSmokeProduct(shop, sku, UNITS);
    return { result: `${sku}, ${offered.available} in stock`, value: offered };
  });
  const ticket = await step('A ticket for a picture', () => askForTicket(shop, product));
  const source = await step('The picture is uploaded', () => uploadPhoto(ticket, photo));
  const picture = await step('The picture is rendered', () => waitForRenditions(shop, ticket));
  await step('The renditions are checked', (say) => checkRenditions(shop, source, picture, say));
  const guest = shop.guest();
  const cart = await step(`${PARALLEL_REQUESTS} parallel requests fill a cart`, () => fillCart(guest, product));
  const orderId = await step('The cart is checked out', () => checkOut(guest, cart));
  const order = await step('The order is followed', (say) => followOrder(guest, orderId, say));
  await step('The mails went out', async () => checkMails(order));
  await step('A declined card is undone', (say) => declineCard(shop, product, say));
  await step('The picture is removed', () => removePicture(shop, ticket.pictureId));
}

async function checkHealth(shop: Shop): Promise<Outcome<null>> {
  expectStatus(await shop.anyone('GET', '/health'), 200);
  return { result: shop.origin(), value: null };
}

/** The mails themselves lie in storage or went out by SMTP; a mail that could not be sent is noted in the timeline. */
function checkMails({ timeline }: Order): Outcome<null> {
  const failed = timeline.find(({ reason }) => reason?.startsWith('MAIL.FAILED'));
  if (failed) throw new Error(`the timeline says ${failed.reason} at ${failed.at}`);
  return { result: 'none is noted as failed; their text is NOT CHECKED, since it lies in storage', value: null };
}

async function removePicture(shop: Shop, pictureId: string): Promise<Outcome<null>> {
  expectStatus(await shop.owner('DELETE', `/pictures/${pictureId}`), 200, 202, 204);
  return { result: pictureId, value: null };
}
