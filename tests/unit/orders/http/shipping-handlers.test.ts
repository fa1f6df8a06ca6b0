// The carrier's webhook: signed reports become events.

import { signReport } from '../../../../src/orders/http/shipping-report';
import { type FakeOrderShop, makeFakeOrderShop, webhookSecret } from '../../../helpers/fake-order-shop';
import { call } from '../../../helpers/http';

describe('POST /webhooks/shipping', () => {
  const reference = `ord_${'a'.repeat(26)}:north`;
  const report = { reference, shipmentId: 'shp_1', event: 'dispatched', at: '2026-03-01T12:00:00Z' };

  function post(shop: FakeOrderShop, content: unknown, secret = webhookSecret) {
    const body = JSON.stringify(content);
    const timestamp = String(Math.floor(shop.clock.now / 1000));
    const headers = { 'x-carrier-timestamp': timestamp, 'x-carrier-signature': signReport(body, timestamp, secret) };
    return call(shop.handlers.shippingWebhook, { body, headers });
  }

  it('tells the parcel’s orchestration, also when the report comes again', async () => {
    const shop = makeFakeOrderShop();
    expect(await post(shop, report)).toMatchObject({ status: 202 });
    expect(await post(shop, { ...report, event: 'delivered' })).toMatchObject({ status: 202 });
    expect(shop.raised).toEqual([`ShipmentDispatched ${reference}`, `ShipmentDelivered ${reference}`]);
  });

  it.each([
    ['in UTC', '2026-03-01T11:59:00Z', '2026-03-01T11:59:00.000Z'],
    ['with an offset', '2026-03-01T13:30:00+02:00', '2026-03-01T11:30:00.000Z'],
    ['of a clock that is ahead', '2031-01-01T00:00:00Z', '2026-03-01T12:00:00.000Z'],
  ])('passes on the parcel and a time %s, no later than now', async (_case, at, passedOn) => {
    const shop = makeFakeOrderShop();
    expect((await post(shop, { ...report, at })).status).toBe(202);
    expect(shop.raisedData).toEqual([{ at: passedOn, shipmentId: 'shp_1' }]);
  });

  it('believes nobody without the secret, whatever the body is', async () => {
    const shop = makeFakeOrderShop();
    expect(await post(shop, report, 'x'.repeat(32))).toMatchObject({ status: 401, body: { code: 'WEBHOOK.UNSIGNED' } });
    expect(await call(shop.handlers.shippingWebhook, { body: '{' })).toMatchObject({ status: 401 });
    expect(shop.raised).toEqual([]);
  });

  it.each([
    ['a reference that is a path', { ...report, reference: '../../orchestrators/x' }],
    ['an event that does not exist', { ...report, event: 'lost' }],
  ])('refuses %s', async (_case, content) => {
    expect(await post(makeFakeOrderShop(), content)).toMatchObject({ status: 400, body: { code: 'REQUEST.INVALID' } });
  });
});
