// A front end on another domain, in a real browser: its page at 127.0.0.1 fills a cart of the shop at localhost, uploads a
// picture and buys. The same with a cookie that is SameSite=Lax loses the cart; a site that is not listed gets nothing.

import { type Browser, chromium, type Page } from 'playwright-core';
import type { Cart, UploadTicket } from '../../client/api-types';
import type { LocalHost } from '../../scripts/local-host';
import { aCheckout } from '../../scripts/shop/check-out';
import { eventually } from '../../scripts/shop/eventually';
import { expectStatus, makeShop, type Shop } from '../../scripts/shop/shop-client';
import { pictureEnd } from '../../scripts/shop/upload-picture';
import { makeJpeg } from '../helpers/jpeg';
import { makeOwnHost, type OwnHost } from '../helpers/own-host';
import { findChromium } from './find-chromium';
import { type Site, startLaxShop, startSite } from './other-sites';

const found = findChromium();
const describeInBrowser = 'path' in found ? describe : describe.skip;
const sku = 'oak';
const product = { sku, name: 'Oak', description: '', price: 500, warehouse: 'north' };

interface Sent {
  method?: string;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as bytes, in Base64. */
  bytes?: string;
  /** Without a preflight and without an answer that the page can read. */
  opaque?: boolean;
}

/** An answer as far as the page may read it. */
interface Read {
  status: number;
  headers: Record<string, string>;
  body: unknown;
}

describeInBrowser('a front end on another domain', () => {
  let frontEnd: Site;
  let stranger: Site;
  let own: OwnHost;
  let host: LocalHost;
  let shop: Shop;
  let browser: Browser;

  beforeAll(async () => {
    [frontEnd, stranger] = await Promise.all([startSite(), startSite()]);
    own = makeOwnHost('browser', { FRONT_END_ORIGINS: frontEnd.origin, CHECKOUTS_PER_MINUTE: '1' });
    host = await own.start();
    shop = makeShop(host.origin);
    const body = { schemaVersion: 1, currency: 'EUR', products: [product] };
    expectStatus(await shop.owner('PUT', '/catalog', { body }), 200);
    const stock = { body: { delta: 9, reason: 'test' }, headers: { 'idempotency-key': 'stock' } };
    expectStatus(await shop.owner('POST', `/stock/${sku}/adjustments`, stock), 200);
    browser = await chromium.launch({ executablePath: 'path' in found ? found.path : '', args: ['--no-sandbox'] });
  });

  afterAll(async () => {
    await browser?.close();
    await own?.remove();
    await Promise.all([frontEnd, stranger].map((site) => site?.stop()));
  });

  /** A page of a site in a profile of its own. */
  async function open(site: Site): Promise<Page> {
    const page = await (await browser.newContext()).newPage();
    await page.goto(site.origin);
    return page;
  }

  const cartOf = async (page: Page, at = host.origin) => (await read(page, `${at}/api/cart`)).body as Cart;
  const add = (page: Page, at = host.origin) =>
    read(page, `${at}/api/cart/lines`, { method: 'POST', json: { sku, quantity: 2 } });

  it('fills a cart, which survives the page, and reads its ETag', async () => {
    const page = await open(frontEnd);
    const answer = await add(page);
    expect(answer).toMatchObject({
      status: 200,
      body: { units: 2 },
      headers: { etag: expect.stringMatching(/^"\d+"$/) },
    });
    await page.reload();
    expect(await cartOf(page)).toMatchObject({ units: 2, lines: [{ sku, quantity: 2 }] });
    const [cookie] = await page.context().cookies(host.origin);
    expect(cookie).toMatchObject({ name: 'cartwright_guest', sameSite: 'None', secure: true, httpOnly: true });
    expect(cookie).toMatchObject({ partitionKey: 'http://127.0.0.1' });
  });

  it('loses the cart if the cookie is SameSite=Lax: each request comes from another guest', async () => {
    const laxShop = await startLaxShop(host.origin);
    try {
      const page = await open(frontEnd);
      expect(await add(page, laxShop.origin)).toMatchObject({ status: 200, body: { units: 2 } });
      expect(await cartOf(page, laxShop.origin)).toMatchObject({ units: 0 });
    } finally {
      await laxShop.stop();
    }
  });

  it('uploads a picture with the address of its ticket', async () => {
    const page = await open(frontEnd);
    const { body } = await read(page, `${host.origin}/api/products/${sku}/pictures`, { method: 'POST' });
    const { uploadUrl, method, headers, pictureId } = body as UploadTicket;
    await eventually('the rules of the storage emulator', 20_000, async () => {
      const asked = { origin: frontEnd.origin, 'access-control-request-method': method };
      return (await fetch(uploadUrl, { method: 'OPTIONS', headers: asked })).ok || undefined;
    });
    const bytes = (await makeJpeg({ width: 64, height: 48 })).toString('base64');
    const sent = await read(page, uploadUrl, { method, headers: { 'content-type': 'image/jpeg', ...headers }, bytes });
    expect(sent).toMatchObject({ status: 201, headers: { etag: expect.any(String) } });
    expect(await pictureEnd(shop, pictureId)).toMatchObject({ state: 'ready' });
  });

  it('buys, and reads where the order is, that its wish is kept, and how long to wait', async () => {
    const page = await open(frontEnd);
    const { body } = await add(page);
    const checkout = { method: 'POST', json: aCheckout((body as Cart).total), headers: { 'idempotency-key': 'first' } };
    const placed = await read(page, `${host.origin}/api/orders`, checkout);
    expect(placed).toMatchObject({ status: 202, headers: { location: expect.stringMatching(/^\/api\/orders\/ord_/) } });
    const order = `${host.origin}${placed.headers.location}`;
    const waited = await read(page, order, { headers: { prefer: 'wait=1' } });
    expect(waited).toMatchObject({ status: 200, headers: { 'preference-applied': 'wait=1' } });
    const again = { ...checkout, headers: { 'idempotency-key': 'second' } };
    const refused = await read(page, `${host.origin}/api/orders`, again);
    expect(refused).toMatchObject({ status: 429, headers: { 'retry-after': expect.stringMatching(/^\d+$/) } });
  });

  it('is not any other site, which can neither read nor change anything', async () => {
    const page = await open(stranger);
    await expect(cartOf(page)).rejects.toThrow('Failed to fetch');
    await expect(add(page)).rejects.toThrow('Failed to fetch');
    const sent = await read(page, `${host.origin}/api/cart/lines`, {
      method: 'POST',
      json: { sku, quantity: 2 },
      opaque: true,
    });
    expect(sent).toEqual({ status: 0, headers: {}, body: '' });
    expect(await page.context().cookies(host.origin)).toEqual([]);
  });
});

/** Sends a request from the page with its cookies. @throws what the page's `fetch` throws when it may not read the answer. */
function read(page: Page, url: string, sent: Sent = {}): Promise<Read> {
  return page.evaluate(
    async ({ url: to, sent: { method = 'GET', headers = {}, json, bytes, opaque } }) => {
      const type = json === undefined || opaque ? {} : { 'content-type': 'application/json' };
      const body =
        bytes === undefined ? JSON.stringify(json) : Uint8Array.from(atob(bytes), (one) => one.charCodeAt(0));
      const response = await fetch(to, {
        method,
        headers: { ...type, ...headers },
        ...(bytes === undefined ? { credentials: 'include' as const } : {}),
        ...(body !== undefined && { body }),
        ...(opaque && { mode: 'no-cors' as const }),
      });
      const text = await response.text();
      const isJson = response.headers.get('content-type')?.includes('json');
      return {
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: isJson ? (JSON.parse(text) as unknown) : text,
      };
    },
    { url, sent },
  );
}
