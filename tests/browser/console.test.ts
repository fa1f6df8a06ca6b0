// The console as its owner uses it, on a phone and on a desktop: the key, approvals, refunds, parcels, stock and pictures.

import { eventually } from '../../scripts/shop/eventually';
import { type Ask, expectStatus } from '../../scripts/shop/shop-client';
import { makeJpeg } from '../helpers/jpeg';
import { type ConsoleShop, sizes, startConsoleShop } from './console-shop';
import { findChromium } from './find-chromium';
import { axeViolations, expectSound, visible, waitMs } from './sound-page';

const found = findChromium();
const describeInBrowser = 'path' in found ? describe : describe.skip;

let world: ConsoleShop;

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
      await page.getByRole('link', { name: 'Today' }).click();
      await visible(page, /^Half of the orders took less than/);
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

    it('closes a dialog with the keyboard, and gives the focus back', async () => {
      const { orderId } = await world.order('captured', { mug: 1 });
      const { page } = await world.open(size, `/orders/${orderId}`);
      const button = page.getByRole('button', { name: 'Refund' });
      await button.focus();
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor({ timeout: waitMs });
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached', timeout: waitMs });
      expect(await button.evaluate((element) => element.matches(':focus'))).toBe(true);
      expect(await order(orderId)).toMatchObject({ state: 'captured' });
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

    it('takes pictures by drag and drop', async () => {
      const { page, errors } = await world.open(size, '/products/bowl');
      const bytes = (await makeJpeg({ width: 320, height: 240 })).toString('base64');
      const transfer = await page.evaluateHandle(`(() => {
        const content = Uint8Array.from(atob('${bytes}'), (one) => one.charCodeAt(0));
        const transfer = new DataTransfer();
        transfer.items.add(new File([content], 'bowl.jpg', { type: 'image/jpeg' }));
        return transfer;
      })()`);
      await page.locator('.drop').dispatchEvent('drop', { dataTransfer: transfer });
      await page.locator('.upload-row', { hasText: 'bowl.jpg' }).getByText('In the shop').waitFor({ timeout: waitMs });
      expect(errors).toEqual([]);
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

  it('pages through the orders, from the newest to older ones and back', async () => {
    for (let n = 0; n < 26; n++) await world.order(undefined, { mug: 1 });
    const { page } = await world.open(sizes[1], '/orders');
    const rows = page.locator('.order-row');
    await page.getByRole('link', { name: 'Older orders' }).click();
    await page.getByRole('link', { name: 'Newest orders' }).waitFor({ timeout: waitMs });
    const older = await rows.evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    await page.goBack();
    await page.getByRole('link', { name: 'Newest orders' }).waitFor({ state: 'detached', timeout: waitMs });
    await rows.nth(24).waitFor({ timeout: waitMs });
    const newest = await rows.evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    expect(newest).toHaveLength(25);
    expect(newest.filter((href) => older.includes(href))).toEqual([]);
  });

  it('looks again after a minute while it is seen, and not at all while it is hidden', async () => {
    const { page } = await world.open(sizes[1], '/');
    await page.clock.install();
    await page.reload();
    await page.getByRole('heading', { name: 'Orders by state' }).waitFor({ timeout: waitMs });
    const again = page.waitForRequest(/overview/, { timeout: waitMs });
    await page.clock.runFor(60_000);
    await (await again).response();

    const hide = (isHidden: boolean) =>
      page.evaluate(`
        Object.defineProperty(document, 'hidden', { configurable: true, value: ${isHidden} });
        document.dispatchEvent(new Event('visibilitychange'));`);
    await hide(true);
    let unseen = 0;
    const count = () => void unseen++;
    page.on('request', count);
    await page.clock.runFor(600_000);
    // Whatever was sent is told before this answer.
    await page.evaluate('0');
    expect(unseen).toBe(0);
    page.off('request', count);
    const seenAgain = page.waitForRequest(/overview/, { timeout: waitMs });
    await hide(false);
    await seenAgain;
  });

  it('is at most 120 KB, as browsers get it', () => {
    expect(world.compressedBytes).toBeLessThanOrEqual(120 * 1024);
  });
});
