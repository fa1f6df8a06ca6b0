// The console when something went wrong: orders that could not be undone, webhooks that were not delivered, and messages that
// failed for good. Each is on the first screen, says why, and has a way out.

import { randomInt } from 'node:crypto';
import { eventually } from '../../scripts/shop/eventually';
import { pictureEnd, requestTicket, upload } from '../../scripts/shop/upload-picture';
import { makeQueueSender } from '../../src/adapters/storage/queue-sender';
import { makeStorage, type Storage } from '../../src/adapters/storage/storage';
import { makeTableOrderIndex } from '../../src/adapters/storage/table-order-index';
import { makeTableOrders } from '../../src/adapters/storage/table-orders';
import { pictureJob } from '../../src/pictures/picture-job';
import { makeJpeg } from '../helpers/jpeg';
import { anOrder } from '../helpers/order-builders';
import { type ConsoleShop, sizes, startConsoleShop } from './console-shop';
import { findChromium } from './find-chromium';
import { type HookSite, startHookSite } from './hook-site';
import { expectSound, visible, waitMs } from './sound-page';

const found = findChromium();
const describeInBrowser = 'path' in found ? describe : describe.skip;

let world: ConsoleShop;
let hooks: HookSite;
let storage: Storage;

/** An order as it is left when its payment could not be released. */
async function anOrderThatCouldNotBeUndone(): Promise<string> {
  const letters = Array.from({ length: 26 }, () => String.fromCharCode(97 + randomInt(26))).join('');
  const at = new Date().toISOString();
  const detail = 'voidPayment failed: no answer; undoing because of STOCK.SHORT: oak is sold out';
  const order = anOrder({
    ...{
      orderId: `ord_${letters}`,
      customerId: `cus_${letters}`,
      state: 'compensationFailed',
      createdAt: at,
      updatedAt: at,
    },
    timeline: [{ at, state: 'compensationFailed', step: 'undoOrder', reason: 'COMPENSATION.FAILED', detail }],
  });
  const index = makeTableOrderIndex(storage);
  await makeTableOrders(storage, index).insert(order);
  await index.flush();
  return order.orderId;
}

describeInBrowser('the console, when something went wrong,', () => {
  beforeAll(async () => {
    hooks = await startHookSite();
    const WEBHOOK_ENDPOINTS = `${hooks.url} whsec_${Buffer.alloc(24, 7).toString('base64')}`;
    world = await startConsoleShop('path' in found ? found.path : '', { WEBHOOK_ENDPOINTS });
    storage = makeStorage({ connectionString: world.own.storage() });
  });
  afterAll(async () => {
    await world?.stop();
    await hooks?.stop();
  });

  describe.each(sizes)('on $name', (size) => {
    it('leads to an order that could not be undone, and notes how it was settled', async () => {
      const orderId = await anOrderThatCouldNotBeUndone();
      const opened = await world.open(size, '/');
      const { page } = opened;
      await page.locator(`a[href="#/orders/${orderId}"]`).click({ timeout: waitMs });
      await visible(page, 'voidPayment failed: no answer');
      await expectSound(opened);
      await page.getByRole('button', { name: 'Settled by hand' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'It is settled' }).click();
      // Without a word about how, the form stays.
      await page.getByLabel('How it was settled').fill('released at the bank');
      await expectSound(opened);
      await page.getByRole('dialog').getByRole('button', { name: 'It is settled' }).click();
      await visible(page, 'The order is settled.');
      await page.locator('.page-facts .badge', { hasText: 'Refused' }).waitFor({ timeout: waitMs });
      await visible(page, 'released at the bank');
      await expectSound(opened);
    });

    it('shows webhooks that were not delivered, with the answer, and sends one again', async () => {
      hooks.answerWith(410);
      const { orderId } = await world.order('captured', { mug: 1 });
      await eventually('the endpoint has refused the event', waitMs, async () => {
        const path = `/admin/webhooks?state=failed&orderId=${orderId}`;
        const { body } = await world.shop.owner<{ deliveries: { type: string }[] }>('GET', path);
        return body.deliveries.some(({ type }) => type === 'order.captured') ? true : undefined;
      });
      const opened = await world.open(size, '/');
      const { page } = opened;
      await visible(page, 'Webhooks that were not delivered');
      await page.locator('.need-link', { hasText: 'HTTP 410' }).first().click();
      await page.getByRole('heading', { name: 'Webhooks' }).waitFor({ timeout: waitMs });
      const row = page
        .locator('.delivery-row', { has: page.locator(`a[href="#/orders/${orderId}"]`) })
        .filter({ hasText: 'order.captured' });
      await row.waitFor({ timeout: waitMs });
      await expectSound(opened);
      hooks.answerWith(200);
      await row.getByRole('button', { name: 'Send again' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Send again' }).click();
      await visible(page, 'It is being sent again.');
      await row.waitFor({ state: 'detached', timeout: waitMs });
      await page.getByRole('link', { name: 'Delivered' }).click();
      await row.waitFor({ timeout: waitMs });
      await expectSound(opened);
    });

    it('shows why a message failed for good, and replays it', async () => {
      const ticket = await requestTicket(world.shop, 'mug');
      await upload(ticket, await makeJpeg({ width: 64, height: 48 }));
      await pictureEnd(world.shop, ticket.pictureId);
      const name = { sku: 'mug', pictureId: ticket.pictureId };
      const { etag = '' } = await (await storage.container('uploads'))
        .getBlobClient(`mug/${name.pictureId}`)
        .getProperties();
      // What the host leaves behind after the last attempt.
      await makeQueueSender(storage, 'picture-jobs-poison').send(JSON.stringify(pictureJob(name, etag, 'cmd_again')));
      const opened = await world.open(size, '/messages');
      const { page } = opened;
      await visible(page, 'Every attempt to render it again failed');
      await visible(page, name.pictureId);
      await expectSound(opened);
      await page.getByRole('button', { name: 'Replay' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Replay' }).click();
      await visible(page, '1 sent again.');
      await visible(page, 'No message has failed.');
      await eventually('the message is handled', waitMs, async () => {
        const { body } = await world.shop.owner<{ queues: { count: number }[] }>('GET', '/admin/poison');
        return body.queues.every(({ count }) => count === 0) ? true : undefined;
      });
      await expectSound(opened);
    });
  });
});
