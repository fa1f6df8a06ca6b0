// A shop whose carrier is the owner, in a browser of its own: pages of the console at both sizes, watched for errors.

import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import { ownerKey } from '../../scripts/owner-key';
import { repositoryRoot } from '../../scripts/repository-root';
import { buy } from '../../scripts/shop/check-out';
import { eventually } from '../../scripts/shop/eventually';
import { type Ask, expectStatus, makeShop, type Shop } from '../../scripts/shop/shop-client';
import { makeOwnHost, type OwnHost } from '../helpers/own-host';
import type { WatchedPage } from './sound-page';

export const sizes = [
  { name: 'a phone', width: 390, height: 844 },
  { name: 'a desktop', width: 1280, height: 900 },
] as const;
export type Size = (typeof sizes)[number];

export const mug = { sku: 'mug', name: 'Mug', description: '', price: 1000, warehouse: 'north' };
export const bowl = { sku: 'bowl', name: 'Bowl', description: '', price: 2500, warehouse: 'north' };
/** One vase waits for approval. */
export const vase = { sku: 'vase', name: 'Vase', description: '', price: 90_000, warehouse: 'south' };

export interface ConsoleShop {
  shop: Shop;
  own: OwnHost;
  key: string;
  /** Of all scripts and styles of the page, in Brotli. */
  compressedBytes: number;
  /** Opens the console with the owner's key, at a view such as `/orders`. */
  open(size: Size, view: string, key?: string): Promise<WatchedPage>;
  /** Places an order as a new guest; resolves when it has come to this state, at once without one. */
  order(state: string | undefined, lines: Record<string, number>): Promise<{ orderId: string; customer: Ask }>;
  stop(): Promise<void>;
}

/** @param environment settings besides those of every console's shop. */
export async function startConsoleShop(
  chromiumPath: string,
  environment: Record<string, string> = {},
): Promise<ConsoleShop> {
  const own = makeOwnHost('console', {
    CARRIER_PROVIDER: 'manual',
    APPROVAL_THRESHOLD: '50000',
    ...environment,
  });
  const host = await own.start(['--enable-auth']);
  const key = ownerKey(['--enable-auth', '--data', own.dataFolder]) ?? '';
  const shop = makeShop(host.origin, key);
  const catalog = { schemaVersion: 1, currency: 'EUR', products: [mug, bowl, vase] };
  expectStatus(await shop.owner('PUT', '/catalog', { body: catalog }), 200);
  for (const { sku } of catalog.products) {
    const headers = { 'idempotency-key': `stock-${sku}` };
    const body = { delta: 100, reason: 'test' };
    expectStatus(await shop.owner('POST', `/stock/${sku}/adjustments`, { body, headers }), 200, 202);
  }
  const browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] });
  return {
    shop,
    own,
    key,
    compressedBytes: compressedBytes(),
    open: (size, view, given = key) => openConsole(browser, `${host.origin}/console#${view}`, size, given),
    order: (state, lines) => placedOrder(shop, state, lines),
    async stop() {
      await browser.close();
      await own.remove();
    },
  };
}

function compressedBytes(): number {
  const assets = join(repositoryRoot(), 'dist/pages/assets');
  const ours = readdirSync(assets).filter((name) => name.endsWith('.br') && !name.startsWith('storefront-'));
  return ours.reduce((sum, name) => sum + statSync(join(assets, name)).size, 0);
}

async function openConsole(browser: Browser, url: string, size: Size, key: string): Promise<WatchedPage> {
  const context: BrowserContext = await browser.newContext({
    viewport: size,
    timezoneId: 'Europe/Berlin',
    locale: 'en-GB',
  });
  await context.addInitScript((kept) => kept && sessionStorage.setItem('cartwright.functionKey', kept), key);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  await page.goto(url);
  return { page, errors };
}

async function placedOrder(shop: Shop, state: string | undefined, lines: Record<string, number>) {
  const customer = shop.guest();
  const [[last, quantity] = ['', 0], ...others] = Object.entries(lines).toReversed();
  for (const [sku, units] of others) {
    expectStatus(await customer('POST', '/cart/lines', { body: { sku, quantity: units } }), 200);
  }
  const orderId = await buy(customer, last, quantity);
  if (state === undefined) return { orderId, customer };
  await eventually(`the order is ${state}`, 60_000, async () => {
    const order = expectStatus(
      await shop.owner<{ state: string; shipments: unknown[] }>('GET', `/admin/orders/${orderId}`),
      200,
    );
    const isReady = order.state === state && (state !== 'captured' || order.shipments.length > 0);
    return isReady ? order : undefined;
  });
  return { orderId, customer };
}
