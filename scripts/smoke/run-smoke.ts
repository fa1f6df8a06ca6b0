// Runs the steps of the demo against a deployed shop, over HTTP only, with a product that it adds and removes.

import type { Order } from '../../client/api-types';
import { expectData } from '../../client/expect-data';
import { checkOut, declineCard, fillCart, followOrder, PARALLEL_REQUESTS } from '../demo/order-steps';
import { askForTicket, checkRenditions, uploadPhoto, waitForRenditions } from '../demo/picture-steps';
import { makeStepRunner, type Outcome, type Print, type Row, type RunStep } from '../demo/step';
import type { Shop } from '../shop/shop-client';
import { offerSmokeProduct, smokeSku, withdrawSmokeProduct } from './smoke-product';

export interface SmokeParts {
  shop: Shop;
  photo: Buffer;
  now(): Date;
  print: Print;
}

/** For the cart, plus two for the declined order. */
const UNITS = PARALLEL_REQUESTS + 2;

/** Runs all steps and returns their results. @throws StepFailed, after it has removed the product. */
export async function runSmoke({ shop, photo, now, print }: SmokeParts): Promise<Row[]> {
  const rows: Row[] = [];
  const step = makeStepRunner(print, rows);
  const sku = smokeSku(now());
  const withdraw = () =>
    step('The product is removed', async () => {
      const left = await withdrawSmokeProduct(shop, sku);
      return { result: `${sku} is removed from the catalog, and its last ${left} units from stock`, value: null };
    });
  await step('The app is healthy', () => checkHealth(shop));
  try {
    await runSteps(shop, photo, sku, step);
  } catch (error) {
    await withdraw().catch(({ message }: Error) => print(`    ${sku} could not be removed: ${message}`));
    throw error;
  }
  await withdraw();
  return rows;
}

async function runSteps(shop: Shop, photo: Buffer, sku: string, step: RunStep): Promise<void> {
  const product = await step('A product for this test is added', async () => {
    const offered = await offerSmokeProduct(shop, sku, UNITS);
    return { result: `${sku}, ${offered.available} in stock`, value: offered };
  });
  const ticket = await step('An upload ticket is issued', () => askForTicket(shop, product));
  const source = await step('A photo is uploaded', () => uploadPhoto(ticket, photo));
  const picture = await step('The renditions are made', () => waitForRenditions(shop, ticket));
  await step('The renditions have the right sizes', (print) => checkRenditions(shop, source, picture, print));
  const guest = shop.guest();
  const cart = await step(`${PARALLEL_REQUESTS} parallel requests fill one cart`, () => fillCart(guest, product));
  const orderId = await step('The cart becomes an order', () => checkOut(guest, cart));
  const order = await step('The order is delivered', (print) => followOrder(guest, orderId, print));
  await step('No mail has failed', async () => checkMails(order));
  await step('A declined card releases the stock', (print) => declineCard(shop, product, print));
  await step('The picture is removed', () => removePicture(shop, ticket.pictureId));
}

async function checkHealth(shop: Shop): Promise<Outcome<null>> {
  await expectData(shop.anyone.api.GET('/health'));
  return { result: shop.origin(), value: null };
}

/** The mails are in storage or were sent by SMTP, out of reach here; the timeline records one that could not be sent. */
function checkMails({ timeline }: Order): Outcome<null> {
  const failed = timeline.find(({ reason }) => reason?.startsWith('MAIL.FAILED'));
  if (failed) throw new Error(`the timeline says ${failed.reason} at ${failed.at}`);
  return { result: 'the timeline has no failed mail; the text of the mails is NOT CHECKED', value: null };
}

async function removePicture(shop: Shop, pictureId: string): Promise<Outcome<null>> {
  await expectData(shop.owner.api.DELETE('/pictures/{pictureId}', { params: { path: { pictureId } } }));
  return { result: pictureId, value: null };
}
