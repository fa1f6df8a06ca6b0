// The owner works the carrier by hand: dispatch with a tracking number, then delivery, each once for each key.

import { type FakeOrderShop, makeFakeOrderShop } from '../../../helpers/fake-order-shop';
import { type Answer, call } from '../../../helpers/http';
import { aCheckout, broughtTo, customerId, orderId } from '../../../helpers/order-builders';

const reference = `${orderId}:north`;
const body = { trackingNumber: '0034', carrier: 'DHL', trackingUrl: 'https://carrier.test/0034' };

/** A captured order whose parcel from the north waits for the owner. */
async function aShop() {
  const shop = makeFakeOrderShop();
  const consignment = { orderId, reference, lines: [], address: aCheckout().shippingAddress };
  const created = await shop.carrier.createShipment(consignment);
  if (!created.ok) throw new Error(created.detail);
  const { shipmentId } = created.value;
  const shipments = [{ shipmentId, warehouse: 'north', state: 'created' as const }];
  await shop.orders.insert({ ...broughtTo('captured'), shipments });
  const params = { orderId, shipmentId };
  return {
    shop,
    shipmentId,
    consignment,
    dispatch: (key: string, more: object = {}, path: object = {}) =>
      call(shop.handlers.dispatchShipment, {
        params: { ...params, ...path },
        headers: { 'idempotency-key': key },
        body: { ...body, ...more },
      }),
    deliver: (key: string) =>
      call(shop.handlers.deliverShipment, { method: 'POST', params, headers: { 'idempotency-key': key } }),
  };
}

const stored = ({ orders }: FakeOrderShop) => orders.find(customerId, orderId);
const code = ({ status, body: answer }: Answer) => [status, (answer as { code?: string }).code];

describe('POST /orders/{orderId}/shipments/{shipmentId}/dispatch', () => {
  it('notes the tracking number in the order, then raises the event of a carrier’s report', async () => {
    const { shop, shipmentId, dispatch } = await aShop();
    const answer = await dispatch('k1');
    expect(answer.status).toBe(202);
    expect(answer.headers.get('location')).toBe(`/api/admin/orders/${orderId}`);
    const at = '2026-03-01T12:00:00.000Z';
    expect(answer.body).toEqual({ orderId, shipmentId, state: 'dispatched', at, ...body });
    expect(await stored(shop)).toMatchObject({ shipments: [{ shipmentId, state: 'created', ...body }] });
    expect(shop.raised).toEqual([`ShipmentDispatched ${reference}`]);
    expect(shop.raisedData).toEqual([{ at, shipmentId }]);
  });

  it('gives the same answer to the same key, later too, and refuses another body under it', async () => {
    const { shop, dispatch, deliver } = await aShop();
    const first = await dispatch('k1');
    shop.clock.now += 60_000;
    expect((await dispatch('k1')).body).toEqual(first.body);
    await deliver('k2');
    expect(await dispatch('k1')).toMatchObject({ status: 202, body: first.body });
    expect(code(await dispatch('k1', { trackingNumber: '0035' }))).toEqual([422, 'REQUEST.KEY_REUSED']);
  });

  it('is possible once', async () => {
    const { dispatch } = await aShop();
    await dispatch('k1');
    const again = await dispatch('k2');
    expect(code(again)).toEqual([409, 'SHIPMENT.NOT_DISPATCHABLE']);
    expect(again.body).toMatchObject({ state: 'dispatched' });
  });

  it('is not possible for a parcel that was withdrawn', async () => {
    const { shop, consignment, dispatch } = await aShop();
    expect(await shop.carrier.cancelShipment(orderId, reference)).toMatchObject({ ok: true });
    const answer = await dispatch('k1');
    expect([...code(answer), answer.body]).toMatchObject([409, 'SHIPMENT.NOT_DISPATCHABLE', { state: 'cancelled' }]);
    expect(shop.raised).toEqual([]);
    expect(await shop.carrier.createShipment(consignment)).toMatchObject({ ok: false, code: 'SHIPMENT.REFUSED' });
  });

  it('comes before a withdrawal: the parcel is on its way then', async () => {
    const { shop, dispatch } = await aShop();
    await dispatch('k1');
    const cancelled = await shop.carrier.cancelShipment(orderId, reference);
    expect(cancelled).toMatchObject({ ok: false, code: 'SHIPMENT.DISPATCHED' });
  });

  it.each(['raiseShipmentEvent', 'update'])(
    'that was cut off before %s is made up for by any later request',
    async (part) => {
      const { shop, shipmentId, dispatch } = await aShop();
      const { update } = shop.orders;
      if (part === 'update') shop.orders.update = () => Promise.reject(new Error('cut off'));
      else shop.broken.add(part);
      expect((await dispatch('k1')).status).toBe(500);
      shop.broken.clear();
      shop.orders.update = update;
      expect(code(await dispatch('k2', { trackingNumber: 'other' }))).toEqual([409, 'SHIPMENT.NOT_DISPATCHABLE']);
      expect(shop.raised).toEqual([`ShipmentDispatched ${reference}`]);
      expect(await stored(shop)).toMatchObject({ shipments: [{ shipmentId, ...body }] });
      expect((await dispatch('k1')).status).toBe(202);
    },
  );

  it.each([
    ['no tracking number', { trackingNumber: undefined }],
    ['an empty tracking number', { trackingNumber: ' ' }],
    ['a tracking number of two lines', { trackingNumber: '00\n34' }],
    ['an address that is a script', { trackingUrl: 'javascript:alert(1)' }],
    ['a field that nobody knows', { weight: 1 }],
  ])('refuses %s', async (_case, more) => {
    const { shop, dispatch } = await aShop();
    expect(code(await dispatch('k1', more))).toEqual([400, 'REQUEST.INVALID']);
    expect(shop.raised).toEqual([]);
  });

  it('needs a key, an order and a parcel of that order', async () => {
    const { shop, shipmentId, dispatch } = await aShop();
    const params = { orderId, shipmentId };
    expect(code(await call(shop.handlers.dispatchShipment, { params, body }))).toEqual([400, 'REQUEST.KEY_REQUIRED']);
    expect(code(await dispatch('k1', {}, { orderId: `ord_${'b'.repeat(26)}` }))).toEqual([404, 'ORDER.NOT_FOUND']);
    expect(code(await dispatch('k1', {}, { shipmentId: 'shp_x' }))).toEqual([404, 'SHIPMENT.NOT_FOUND']);
  });
});

describe('POST /orders/{orderId}/shipments/{shipmentId}/delivery', () => {
  it('raises the event of a carrier’s report, and gives the same answer to the same key', async () => {
    const { shop, shipmentId, dispatch, deliver } = await aShop();
    await dispatch('k1');
    shop.clock.now += 60_000;
    const first = await deliver('k2');
    const at = '2026-03-01T12:01:00.000Z';
    expect(first).toMatchObject({ status: 202, body: { orderId, shipmentId, state: 'delivered', at } });
    shop.clock.now += 60_000;
    expect((await deliver('k2')).body).toEqual(first.body);
    expect(shop.raised).toContain(`ShipmentDelivered ${reference}`);
    expect(code(await deliver('k3'))).toEqual([409, 'SHIPMENT.NOT_DELIVERABLE']);
  });

  it('comes after the dispatch', async () => {
    const { shop, deliver } = await aShop();
    const early = await deliver('k1');
    expect([...code(early), early.body]).toMatchObject([409, 'SHIPMENT.NOT_DELIVERABLE', { state: 'created' }]);
    expect(shop.raised).toEqual([]);
  });
});
