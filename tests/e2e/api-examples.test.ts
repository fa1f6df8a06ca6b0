// The examples of the API's description are sent to a running shop, every operation at least once, and each answer is checked
// against the description.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../scripts/repository-root';
import { eventually } from '../../scripts/shop/eventually';
import { signReport } from '../../src/orders/http/shipping-report';
import { makeDescribedShop, operationIds } from '../helpers/described-shop';
import { makeJpeg } from '../helpers/jpeg';
import { makeOwnHost } from '../helpers/own-host';
import { ownHostTest } from '../helpers/own-host-test';

const sku = 'enamel-mug';
// The example of the checkout waits for approval; one with a single mug does not.
const own = makeOwnHost('api-examples', { APPROVAL_THRESHOLD: '2900', CARRIER_PROVIDER: 'manual' });
afterAll(() => own.remove());

const settings = JSON.parse(readFileSync(join(repositoryRoot(), 'local.settings.sample.json'), 'utf8')).Values;
type Shop = ReturnType<typeof makeDescribedShop>;

ownHostTest('every example is accepted, and every answer is as described', async () => {
  const { origin } = await own.start();
  const shop = makeDescribedShop(origin);
  await sendCatalogAndStock(shop);
  await sendPictures(shop);
  await sendOrders(shop);
  await sendPaymentConfirmation(shop);
  await sendWebhooksAndOperations(shop);
  expect([...shop.sent.keys()].toSorted()).toEqual(operationIds.toSorted());
  // The sandbox has no webhook, no other system is told, and no order is in need of a resolution.
  const withoutSuccess = [...shop.sent].filter(([, statuses]) => Math.min(...statuses) >= 400).map(([id]) => id);
  expect(withoutSuccess.toSorted()).toEqual(['paymentsWebhook', 'replayWebhook', 'resolveOrder']);
});

async function sendCatalogAndStock(shop: Shop): Promise<void> {
  await expectStatus(shop.send('replaceCatalog'), 200);
  const { headers } = await expectStatus(shop.send('readCatalog'), 200);
  await expectStatus(shop.send('replaceCatalog', { headers: { 'if-match': headers.get('etag') ?? '' } }), 200);
  await expectStatus(shop.send('replaceCatalog', { headers: { 'if-match': '"another"' } }), 412);
  await expectStatus(shop.send('adjustStock', { params: { sku } }), 200);
  await expectStatus(shop.send('getStock', { params: { sku } }), 200);
  await expectStatus(shop.send('getStock', { params: { sku: 'unknown' } }), 404);
  await expectUnchanged(shop, 'listProducts');
  await expectUnchanged(shop, 'getProduct', { sku });
}

async function sendPictures(shop: Shop): Promise<void> {
  const { body: ticket } = await expectStatus(shop.send('createPictureUpload', { params: { sku } }), 201);
  const jpeg = new Uint8Array(await makeJpeg({ width: 64, height: 48 }));
  const { status } = await fetch(ticket.uploadUrl, { method: ticket.method, headers: ticket.headers, body: jpeg });
  expect(status).toBe(201);
  const params = { pictureId: ticket.pictureId };
  await eventually('the picture is ready', 60_000, async () => {
    const { body } = await expectStatus(shop.send('getPicture', { params }), 200);
    return body.state === 'ready' ? body : undefined;
  });
  await expectUnchanged(shop, 'getMedia', { ...params, file: 'thumb.jpg' });
  await expectStatus(shop.send('getProduct', { params: { sku } }), 200);
  await expectStatus(shop.send('listProductPictures', { params: { sku } }), 200);
  await expectStatus(shop.send('reprocessPicture', { params }), 202);
  await expectStatus(shop.send('reprocessPictures'), 202);
  await expectStatus(shop.send('deletePicture', { params }), 204);
  await expectStatus(shop.send('getPicture', { params }), 404);
}

async function sendOrders(shop: Shop): Promise<void> {
  const cookie = await aGuest(shop);
  await expectStatus(shop.send('placeOrder', { cookie }), 409);
  await expectStatus(shop.send('addCartLine', { cookie }), 200);
  await expectStatus(shop.send('addCartLine', { cookie, body: { sku, quantity: 0 } }), 400);
  await expectStatus(shop.send('setCartLine', { cookie, params: { sku } }), 200);
  await expectStatus(shop.send('listCarts'), 200);
  const { body: placed } = await expectStatus(shop.send('placeOrder', { cookie }), 202);
  const params = { orderId: placed.orderId };
  await reached(shop, cookie, params, 'awaitingApproval');
  await expectStatus(shop.send('listOrders', { cookie }), 200);
  await expectUnchanged(shop, 'getOrder', params, cookie);
  await expectStatus(shop.send('getOrder', { params }), 404);
  await expectStatus(shop.send('listAllOrders'), 200);
  await expectStatus(shop.send('getOrderFigures'), 200);
  await expectStatus(shop.send('decideApproval', { params }), 202);
  await sendShipments(shop, cookie, params);
  await reached(shop, cookie, params, 'delivered');
  await expectStatus(shop.send('cancelOrder', { cookie, params }), 409);
  await expectStatus(shop.send('refundOrder', { params }), 202);
  await eventually('the refund has ended', 60_000, async () => {
    const { body } = await expectStatus(shop.send('getOrder', { cookie, params }), 200);
    return body.refunds[0]?.state === 'refunded' ? body : undefined;
  });
  await expectStatus(shop.send('resolveOrder', { params }), 409);
  await expectStatus(shop.send('getAnyOrder', { params }), 200);
  await sendCancellation(shop, cookie);
}

async function sendShipments(shop: Shop, cookie: string, params: { orderId: string }): Promise<void> {
  const shipmentId: string = await eventually('the parcel is ready', 60_000, async () => {
    const { body } = await expectStatus(shop.send('getOrder', { cookie, params }), 200);
    return body.shipments[0]?.shipmentId;
  });
  const { body: list } = await expectStatus(shop.send('listParcelsToSend'), 200);
  expect(list.parcels).toMatchObject([{ ...params, shipmentId }]);
  const parcel = { ...params, shipmentId };
  await expectStatus(shop.send('deliverShipment', { params: parcel }), 409);
  await expectStatus(shop.send('dispatchShipment', { params: parcel }), 202);
  await expectStatus(shop.send('deliverShipment', { params: parcel }), 202);
  await expectStatus(shop.send('dispatchShipment', { params: { ...params, shipmentId: 'shp_unknown' } }), 404);
}

async function sendCancellation(shop: Shop, cookie: string): Promise<void> {
  await expectStatus(shop.send('addCartLine', { cookie }), 200);
  const { body: placed } = await expectStatus(shop.send('placeOrder', { cookie }), 202);
  const params = { orderId: placed.orderId };
  await reached(shop, cookie, params, 'awaitingApproval');
  await expectStatus(shop.send('cancelOrder', { cookie, params }), 202);
  await reached(shop, cookie, params, 'cancelled');
  // The cart gets its lines back.
  await expectStatus(shop.send('removeCartLine', { cookie, params: { sku } }), 200);
  await expectStatus(shop.send('removeCartLine', { cookie, params: { sku } }), 404);
  await expectStatus(shop.send('clearCart', { cookie }), 200);
}

async function sendPaymentConfirmation(shop: Shop): Promise<void> {
  const cookie = await aGuest(shop);
  await expectStatus(shop.send('addCartLine', { cookie, body: { sku, quantity: 1 } }), 200);
  const shippingAddress = { name: 'A', street: 'B 1', postalCode: '10115', city: 'Berlin', country: 'DE' };
  const payment = { token: 'tok_requires_action' };
  const expectedTotal = { amount: 1450, currency: 'EUR' };
  const body = { payment, email: 'ada@shop.example', shippingAddress, expectedTotal };
  const { body: placed } = await expectStatus(shop.send('placeOrder', { cookie, body }), 202);
  const order = await reached(shop, cookie, { orderId: placed.orderId }, 'awaitingPayment');
  const params = { reference: decodeURIComponent(new URL(order.paymentAction.url).pathname.split('/').at(-1) ?? '') };
  await expectStatus(shop.send('showPaymentConfirmation', { params }), 200);
  await expectStatus(shop.send('answerPaymentConfirmation', { params }), 303);
  await expectStatus(shop.send('showPaymentConfirmation', { params: { reference: 'forged' } }), 404);
}

async function sendWebhooksAndOperations(shop: Shop): Promise<void> {
  await expectStatus(shop.send('shippingWebhook', { headers: { 'x-carrier-timestamp': '0' } }), 401);
  const report = JSON.stringify({
    reference: 'ord_dmzvyrb5oa55g2dvvxgvv2tcpq:berlin',
    ...{ shipmentId: 'shp_x', event: 'dispatched', at: new Date().toISOString() },
  });
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = signReport(report, timestamp, settings.CARRIER_WEBHOOK_SECRET);
  const headers = { 'x-carrier-timestamp': timestamp, 'x-carrier-signature': signature };
  await expectStatus(shop.send('shippingWebhook', { headers, body: report }), 202);
  await expectStatus(shop.send('paymentsWebhook'), 401);
  for (const operationId of ['health', 'getOverview', 'listPoison', 'listWebhooks'])
    await expectStatus(shop.send(operationId), 200);
  await expectStatus(shop.send('replayWebhook', { params: { id: 'unknown' } }), 404);
  await expectStatus(shop.send('replayPoison', { params: { queue: 'picture-jobs' } }), 200);
  await expectStatus(shop.send('startOrchestrator', { params: { name: 'cartOrchestrator' } }), 202);
  await expectUnchanged(shop, 'getOpenApi');
  await expectUnchanged(shop, 'getDocs');
}

async function aGuest(shop: Shop): Promise<string> {
  const { headers } = await expectStatus(shop.send('getCart'), 200);
  return headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

function reached(shop: Shop, cookie: string, params: Record<string, string>, state: string) {
  return eventually(`the order is ${state}`, 60_000, async () => {
    const { body } = await expectStatus(shop.send('getOrder', { cookie, params, headers: { prefer: 'wait=5' } }), 200);
    return body.state === state ? body : undefined;
  });
}

/** The answer's tag gets 304 the next time. */
async function expectUnchanged(shop: Shop, operationId: string, params: Record<string, string> = {}, cookie = '') {
  const { headers } = await expectStatus(shop.send(operationId, { params, cookie }), 200);
  const known = { 'if-none-match': headers.get('etag') ?? '' };
  await expectStatus(shop.send(operationId, { params, cookie, headers: known }), 304);
}

async function expectStatus(asked: ReturnType<Shop['send']>, expected: number) {
  const answer = await asked;
  expect([answer.status, answer.body]).toEqual([expected, answer.body]);
  return answer;
}
