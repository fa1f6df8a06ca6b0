// Pages over HTTP, from a build in a folder of the test.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { HttpRequest, InvocationContext } from '@azure/functions';
import { makeBuiltPages } from '../../../src/serving/built-pages';
import { makePageHandlers, type PageHandlers } from '../../../src/serving/handlers';

const folder = mkdtempSync(join(tmpdir(), 'cartwright-pages-'));
const script = 'console.log("a page")';
mkdirSync(join(folder, 'assets'));
mkdirSync(join(folder, 'storefront'));
writeFileSync(join(folder, 'storefront/index.html'), '<head><!--facts--></head><div id="app"><!--content--></div>');
writeFileSync(join(folder, 'assets/main-1.js'), script);
writeFileSync(join(folder, 'assets/main-1.js.br'), brotliCompressSync(script));
writeFileSync(join(folder, 'secret.js'), 'no asset');
afterAll(() => rmSync(folder, { recursive: true }));

const product = { sku: 'oak', name: 'Oak <b>', price: { amount: 500, currency: 'EUR' }, available: 0, pictures: [] };
const handlersWith = (payments: 'sandbox' | 'stripe') =>
  makePageHandlers({
    pages: makeBuiltPages(folder),
    facts: { payments, ...(payments === 'stripe' && { stripeKey: 'pk_test_</script>' }) },
    listProducts: async () => ({ products: [product] }),
    uploadOrigins: ['https://uploads.example'],
  });
const handlers = handlersWith('sandbox');

async function ask(handler: PageHandlers[keyof PageHandlers], headers: Record<string, string> = {}, file?: string) {
  const request = new HttpRequest({
    method: 'GET',
    url: `http://localhost/${file === undefined ? '?utm=a' : ''}`,
    headers,
    params: file === undefined ? {} : { file },
  });
  const answer = await handler(request, new InvocationContext({ logHandler: () => undefined }));
  return { status: answer.status, headers: new Headers(answer.headers), body: answer.body as Buffer };
}
const policyOf = async (handler: PageHandlers[keyof PageHandlers]) =>
  (await ask(handler)).headers.get('content-security-policy') ?? '';

test('the document of the products can be read without a script', async () => {
  const { status, headers, body } = await ask(handlers.showProducts);
  expect(status).toBe(200);
  expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(body.toString()).toContain('<a class="card" href="/products/oak">');
  expect(body.toString()).toContain('Oak &lt;b&gt;');
  expect(body.toString()).toContain('€5.00');
});

test('a document is checked at each visit, and not sent again', async () => {
  const { headers } = await ask(handlers.showProducts);
  expect(headers.get('cache-control')).toBe('no-cache');
  const again = await ask(handlers.showProducts, { 'if-none-match': headers.get('etag') ?? '' });
  expect(again).toMatchObject({ status: 304, body: undefined });
});

test('an asset is immutable, and comes in the coding that the client accepts', async () => {
  const plain = await ask(handlers.getAsset, {}, 'main-1.js');
  expect(plain.body.toString()).toBe(script);
  expect(plain.headers.get('cache-control')).toContain('immutable');
  const small = await ask(handlers.getAsset, { 'accept-encoding': 'br' }, 'main-1.js');
  expect(small.headers.get('content-encoding')).toBe('br');
  expect(small.headers.get('vary')).toBe('Accept-Encoding');
  expect(small.headers.get('etag')).not.toBe(plain.headers.get('etag'));
  expect(brotliDecompressSync(small.body).toString()).toBe(script);
});

test.each(['main-2.js', '../secret.js', 'main-1.js.br', ''])('there is no asset %j', async (file) => {
  expect((await ask(handlers.getAsset, {}, file)).status).toBe(404);
});

test('a page that was not built is a 404', async () => {
  expect((await ask(handlers.showConsole)).status).toBe(404);
});

test('no document of a sandbox shop allows anything from elsewhere', async () => {
  for (const show of [handlers.showProducts, handlers.showStorefront, handlers.showCheckout]) {
    expect(await policyOf(show)).not.toMatch(/https:|unsafe|\*/);
    expect(await policyOf(show)).toContain("frame-ancestors 'none'");
  }
});

test('only the checkout allows Stripe, and only in a shop with Stripe', async () => {
  const stripe = handlersWith('stripe');
  expect(await policyOf(stripe.showCheckout)).toContain("script-src 'self' https://js.stripe.com");
  for (const show of [stripe.showProducts, stripe.showStorefront]) expect(await policyOf(show)).not.toMatch(/stripe/);
});

test('facts cannot end the element they stand in', async () => {
  const html = (await ask(handlersWith('stripe').showStorefront)).body.toString();
  expect(html).toContain('pk_test_\\u003c/script>');
  expect(html.match(/<\/script>/g)).toHaveLength(1);
});
