// The console as its owner uses it, on a phone and on a desktop: the key, approvals, refunds, parcels, and messages that failed.

import type { Page } from 'playwright-core';
import { eventually } from '../../scripts/shop/eventually';
import { type Ask, expectStatus } from '../../scripts/shop/shop-client';
import { pictureEnd, requestTicket, upload } from '../../scripts/shop/upload-picture';
import { makeQueueSender } from '../../src/adapters/storage/queue-sender';
import { makeStorage } from '../../src/adapters/storage/storage';
import { pictureJob } from '../../src/pictures/picture-job';
import { makeJpeg } from '../helpers/jpeg';
import { axeViolations, type ConsolePage, type ConsoleShop, sizes, startConsoleShop } from './console-shop';
import { findChromium } from './find-chromium';

const found = findChromium();
const describeInBrowser = 'path' in found ? describe : describe.skip;
const waitMs = 60_000;

let world: ConsoleShop;

/** Nothing is wrong with the page as it is now. */
async function expectSound({ page, errors }: ConsolePage): Promise<void> {
  expect(await axeViolations(page)).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
  expect(errors).toEqual([]);
}

const visible = (page: Page, text: string | RegExp) =>
  page.getByText(text).first().waitFor({ state: 'visible', timeout: waitMs });

function order<T = { state: string; refunds?: { amount: number }[] }>(orderId: string): Promise<T> {
  return world.shop.owner<T>('GET', `/admin/orders/${orderId}`).then((answer) => expectStatus(answer, 200));
}

/** The customer's own view of the order, held back until it changes. */
async function seenBy(customer: Ask, orderId: string, state: string): Promise<void> {
  const headers = { prefer: 'wait=5' };
  await eventually(`the customer sees that the order is ${state}`, waitMs, async () => {
    const { body } = await customer<{ state: string }>('GET', `/orders/${orderId}`, { headers });
    return body.state === state ? true : undefined;
  });
}

describeInBrowser('the console', () => {
  beforeAll(async () => {
    world = await startConsoleShop('path' in found ? found.path : '');
  });
  afterAll(() => world?.stop());

  it('asks for the key, and says in words that one is wrong', async () => {
    const opened = await world.open(sizes[0], '/', '');
    const { page, errors } = opened;
    await page.getByLabel('Function key').fill('not-the-key');
    await page.getByRole('button', { name: 'Open the console' }).click();
    await visible(page, 'This key was refused');
    expect(await axeViolations(page)).toEqual([]);
    await page.getByLabel('Function key').fill(world.key);
    await page.getByRole('button', { name: 'Open the console' }).click();
    await page.getByRole('heading', { name: 'Today' }).waitFor({ timeout: waitMs });
    await page.reload();
    await page.getByRole('heading', { name: 'Today' }).waitFor({ timeout: waitMs });
    // The browser itself reports each answer 401.
    expect(errors.filter((text) => !text.includes('401'))).toEqual([]);
  });

  describe.each(sizes)('on $name', (size) => {
    it('leads from what needs somebody to an approval, which the customer sees at once', async () => {
      const { orderId, customer } = await world.order('awaitingApproval', { vase: 1 });
      const opened = await world.open(size, '/');
      const { page } = opened;
      const link = page.locator(`a[href="#/orders/${orderId}"]`);
      await link.waitFor({ timeout: waitMs });
      await expectSound(opened);
      await link.click();
      await page.getByRole('button', { name: 'Approve' }).click();
      await expectSound(opened);
      await page.getByLabel('Reason').fill('known customer');
      await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
      await visible(page, 'The order is approved.');
      await seenBy(customer, orderId, 'captured');
      await visible(page, 'To be sent');
      await visible(page, 'known customer');
      await expectSound(opened);
    });

    it('refunds some lines and shows when the money is back', async () => {
      const { orderId } = await world.order('captured', { mug: 3, bowl: 1 });
      const opened = await world.open(size, `/orders/${orderId}`);
      const { page } = opened;
      await page.getByRole('button', { name: 'Refund' }).click();
      await page.getByRole('button', { name: 'One less of Mug' }).click();
      await page.getByRole('spinbutton', { name: 'Bowl' }).fill('0');
      await visible(page, '€20.00');
      await page.getByLabel('Reason').fill('arrived broken');
      await expectSound(opened);
      await page.getByRole('dialog').getByRole('button', { name: 'Refund' }).click();
      await visible(page, 'The refund is recorded.');
      await page.locator('.badge', { hasText: 'Refunded' }).waitFor({ timeout: waitMs });
      expect((await order(orderId)).refunds).toMatchObject([{ amount: 2000, lines: [{ sku: 'mug', quantity: 2 }] }]);
      await expectSound(opened);
    });

    it('picks, packs and sends a parcel, then marks it as delivered', async () => {
      const { orderId } = await world.order('captured', { bowl: 2 });
      const opened = await world.open(size, '/parcels?warehouse=north');
      const { page } = opened;
      const parcel = page.locator('article', { has: page.locator(`a[href="#/orders/${orderId}"]`) });
      await parcel.getByRole('button', { name: 'Show the address' }).click();
      await parcel.getByText('10115 Berlin').waitFor({ timeout: waitMs });
      await expectSound(opened);
      await parcel.getByRole('button', { name: 'Mark as sent' }).click();
      await page.getByLabel('Tracking number').fill('1Z999AA1');
      await page.getByRole('dialog').getByRole('button', { name: 'Mark as sent' }).click();
      await visible(page, 'The parcel from north is on its way.');
      await parcel.waitFor({ state: 'detached', timeout: waitMs });
      await page.goto(`${page.url().split('#')[0]}#/orders/${orderId}`);
      await visible(page, '1Z999AA1');
      await page.getByRole('button', { name: 'Mark as delivered' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Mark as delivered' }).click();
      await visible(page, 'All parcels delivered');
      expect((await order(orderId)).state).toBe('delivered');
      await expectSound(opened);
    });

    it('finds orders by address, and keeps the filters in the url', async () => {
      await world.order('captured', { mug: 1 });
      const opened = await world.open(size, '/orders');
      const { page } = opened;
      await page.getByLabel('Mail address or order id').fill('ada');
      await page.getByRole('button', { name: 'Show', exact: true }).click();
      await visible(page, 'Enter a whole mail address');
      await page.getByLabel('Mail address or order id').fill('ADA@example.com');
      await page.getByLabel('State').selectOption('captured');
      await page.getByRole('button', { name: 'Show', exact: true }).click();
      await page.waitForURL(/state=captured/);
      await page.locator('.order-row').first().waitFor({ timeout: waitMs });
      expect(await page.locator('.order-row .badge').allTextContents()).not.toContain('✓ Delivered');
      await expectSound(opened);
      await page.reload();
      await page.locator('.order-row').first().waitFor({ timeout: waitMs });
      expect(await page.getByLabel('Mail address or order id').inputValue()).toBe('ADA@example.com');
      await page.getByRole('link', { name: 'Show all' }).click();
      await page.waitForURL((url) => url.hash === '#/orders');
    });

    it('adjusts stock with a reason', async () => {
      const opened = await world.open(size, '/products/mug');
      const { page } = opened;
      await page.getByLabel('Units').selectOption('that left');
      await page.getByLabel('How many').fill('3');
      await page.getByLabel('Reason').fill(`broken on ${size.name}`);
      await page.getByRole('button', { name: 'Adjust' }).click();
      await visible(page, `−3 adjusted: broken on ${size.name}`);
      await expectSound(opened);
      await page.getByLabel('How many').fill('100000');
      await page.getByLabel('Reason').fill('too many');
      await page.getByLabel('Units').selectOption('that left');
      await page.getByRole('button', { name: 'Adjust' }).click();
      await visible(page, 'STOCK.SHORT');
      expect(await axeViolations(page)).toEqual([]);
    });

    it('shows why a message failed for good, and replays it', async () => {
      const storage = makeStorage({ connectionString: world.own.storage() });
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

    it('follows a picture from the file to its renditions, and deletes it after asking', async () => {
      const opened = await world.open(size, '/products/vase');
      const { page } = opened;
      const buffer = await makeJpeg({ width: 640, height: 480 });
      const file = { name: 'vase.jpg', mimeType: 'image/jpeg', buffer };
      await page
        .locator('input[type=file]')
        .first()
        .setInputFiles([file, { ...file, name: 'notes.txt', mimeType: 'text/plain' }]);
      await visible(page, 'It is not a JPEG, PNG, WebP or GIF file.');
      const card = page.locator('.picture');
      await card.locator('img').waitFor({ timeout: waitMs });
      await page.locator('.upload-row', { hasText: 'vase.jpg' }).getByText('In the shop').waitFor({ timeout: waitMs });
      await expectSound(opened);
      await card.getByRole('button', { name: 'Render again' }).click();
      await visible(page, 'The picture is being rendered again.');
      await card.getByRole('button', { name: 'Delete' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
      await card.waitFor({ state: 'detached', timeout: waitMs });
      await expectSound(opened);
    });

    it.each(['/carts', '/webhooks', '/products', '/nowhere'])('shows %s', async (view) => {
      const opened = await world.open(size, view);
      await opened.page.locator('h1').waitFor({ timeout: waitMs });
      await opened.page.getByText('Loading').waitFor({ state: 'hidden', timeout: waitMs });
      await expectSound(opened);
    });
  });
});
