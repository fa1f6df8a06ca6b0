// Sets up the shop for the authorization matrix, in which the callers have data of their own.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CatalogDocument } from '../../scripts/shop/catalog-document';
import { buy } from '../../scripts/shop/check-out';
import { type Caller, expectStatus, makeShop, type Shop } from '../../scripts/shop/shop-client';
import { pictureEnd, requestTicket, upload } from '../../scripts/shop/upload-picture';
import { makeJpeg } from './jpeg';
import { makeOwnHost } from './own-host';

export const callerNames = [
  'nobody',
  'guestA',
  'guestB',
  'customer',
  'forgedCookie',
  'forgedPrincipal',
  'functionKey',
  'wrongKey',
] as const;
export type CallerName = (typeof callerNames)[number];

/** The data that the callers try to access. Cart and order belong to guest A. */
export interface Scene {
  sku: string;
  pictureId: string;
  orderId: string;
  catalog: CatalogDocument;
}

export interface Sent {
  /** Sent as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Heard {
  status: number;
  headers: Headers;
  text: string;
}

export interface AuthorizationHost {
  scene: Scene;
  /** The HTTP triggers of the running app, such as `GET products/{sku}`. */
  routes: string[];
  callers: CallerName[];
  /** `path` is relative to the host's root. */
  ask(caller: CallerName, method: string, path: string, sent?: Sent): Promise<Heard>;
  remove(): Promise<void>;
}

const sku = 'guarded';
const product = { sku, name: 'Guarded', description: 'For the matrix.', price: 500, warehouse: 'berlin' };
const catalog: CatalogDocument = { schemaVersion: 1, currency: 'EUR', products: [product] };
const principal = { 'x-ms-client-principal-id': 'a1b2', 'x-ms-client-principal-idp': 'aad' };

/**
 * Starts the app with required keys. If the platform authenticates, its headers identify the customer; otherwise the same
 * headers are forged.
 */
export async function startAuthorizationHost(platform: 'authenticates' | 'does not'): Promise<AuthorizationHost> {
  const platformAuth = platform === 'authenticates';
  const own = makeOwnHost('authorization', { WEBSITE_AUTH_ENABLED: String(platformAuth) });
  const remove = () => own.remove();
  try {
    const { origin } = await own.start(['--enable-auth']);
    const { master, functionKey } = readKeys(own.dataFolder);
    const { guestA, guestB, scene } = await furnish(makeShop(origin, functionKey));
    const credentials: Record<CallerName, Record<string, string>> = {
      nobody: {},
      guestA: { cookie: guestA },
      guestB: { cookie: guestB },
      customer: principal,
      forgedPrincipal: principal,
      forgedCookie: { cookie: forged(guestA) },
      functionKey: { 'x-functions-key': functionKey },
      wrongKey: { 'x-functions-key': `${functionKey}x` },
    };
    const callers = callerNames.filter((name) => name !== (platformAuth ? 'forgedPrincipal' : 'customer'));
    const routes = await registeredRoutes(origin, master);
    const ask: AuthorizationHost['ask'] = (caller, method, path, { body, headers } = {}) =>
      send(`${origin}${path}`, { method, headers: { ...credentials[caller], ...headers }, body });
    return { scene, routes, callers, ask, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

function readKeys(dataFolder: string): { master: string; functionKey: string } {
  const keys = JSON.parse(readFileSync(join(dataFolder, 'keys.json'), 'utf8'));
  return { master: keys.master, functionKey: keys.host.default };
}

/** A product with stock and a picture; guest A has an order and two units in the cart, guest B has a cookie only. */
async function furnish(shop: Shop): Promise<{ guestA: string; guestB: string; scene: Scene }> {
  expectStatus(await shop.owner('PUT', '/catalog', { body: catalog }), 200);
  const headers = { 'idempotency-key': 'first-stock' };
  const body = { delta: 50, reason: 'first stock' };
  expectStatus(await shop.owner('POST', `/stock/${sku}/adjustments`, { body, headers }), 200);
  const [pictureId, a, b] = await Promise.all([aPicture(shop), aGuest(shop), aGuest(shop)]);
  const orderId = await buy(a.ask, sku, 1);
  expectStatus(await a.ask('POST', '/cart/lines', { body: { sku, quantity: 2 } }), 200);
  return { guestA: a.cookie, guestB: b.cookie, scene: { sku, pictureId, orderId, catalog } };
}

async function aPicture(shop: Shop): Promise<string> {
  const ticket = await requestTicket(shop, sku);
  await upload(ticket, await makeJpeg({ width: 64, height: 48 }));
  const { state } = await pictureEnd(shop, ticket.pictureId);
  if (state !== 'ready') throw new Error(`the picture is ${state}`);
  return ticket.pictureId;
}

async function aGuest(shop: Shop): Promise<{ ask: Caller; cookie: string }> {
  const ask = shop.guest();
  const [cookie] = (await ask('GET', '/cart')).headers.getSetCookie();
  return { ask, cookie: cookie?.split(';')[0] ?? '' };
}

/** The same guest with a slightly wrong signature. */
function forged(cookie: string): string {
  return `${cookie.slice(0, -4)}${cookie.endsWith('AAAA') ? 'BBBB' : 'AAAA'}`;
}

interface ListedFunction {
  config: { bindings: { type: string; route?: string; methods?: string[] }[] };
}

/** As the host's admin API lists them, below `api`: pages show the same to everybody. */
async function registeredRoutes(origin: string, master: string): Promise<string[]> {
  const headers = { 'x-functions-key': master };
  const { status, text } = await send(`${origin}/admin/functions`, { method: 'GET', headers });
  if (status !== 200) throw new Error(`the list of functions was answered ${status}`);
  const bindings = (JSON.parse(text) as ListedFunction[]).flatMap(({ config }) => config.bindings);
  const triggers = bindings.filter(({ type }) => type === 'httpTrigger');
  return triggers
    .filter(({ route = '' }) => route.startsWith('api/'))
    .flatMap(({ route = '', methods = [] }) => methods.map((method) => `${method} ${route.slice('api/'.length)}`))
    .sort();
}

async function send(url: string, { body, headers, ...rest }: { method: string } & Sent): Promise<Heard> {
  const response = await fetch(url, {
    ...rest,
    redirect: 'manual',
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}
