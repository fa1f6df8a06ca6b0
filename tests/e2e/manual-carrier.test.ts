// A shop whose owner works the carrier by hand: parcels wait for the owner through a restart, a report counts once, and a parcel
// that is refunded before its dispatch stays at home.

import { randomUUID } from 'node:crypto';
import type { Problem } from '../../client/api-problem';
import type { Order } from '../../client/api-types';
import type { LocalHost } from '../../scripts/local-host';
import { buy, orderEnd } from '../../scripts/shop/check-out';
import { loadDemoShop } from '../../scripts/shop/demo-shop';
import { eventually } from '../../scripts/shop/eventually';
import { mailsAbout } from '../../scripts/shop/outbox';
import { type Answer, type Ask, expectStatus, makeShop } from '../../scripts/shop/shop-client';
import { makeOwnHost } from '../helpers/own-host';
import { ownHostTest } from '../helpers/own-host-test';
import { isForeignHost } from '../helpers/running-app';

const TIMEOUT_MS = 20_000;
const own = makeOwnHost('manual-carrier', { CARRIER_PROVIDER: 'manual' });
let host: LocalHost;
const shop = makeShop(() => host.origin);
let sku: string;
const tracking = {
  trackingNumber: '00340434161094000001',
  carrier: 'DHL',
  trackingUrl: 'https://carrier.example/0034',
};

beforeAll(async () => {
  if (isForeignHost()) return;
  host = await own.start();
  sku = (await loadDemoShop(shop)).find(({ available }) => (available ?? 0) > 5)?.sku ?? '';
});
afterAll(() => own.remove());

ownHostTest('a parcel waits for the owner, is dispatched with a tracking number, and arrives', async () => {
  const guest = shop.guest();
  const orderId = await buy(guest, sku, 1);
  const shipmentId = await waitingParcel(guest, orderId);
  await host.stop();
  host = await own.start();
  const path = `/orders/${orderId}/shipments/${shipmentId}`;

  expect(await act(`${path}/delivery`, 'early')).toMatchObject({
    status: 409,
    body: { code: 'SHIPMENT.NOT_DELIVERABLE', state: 'created' },
  });
  const [first, ...others] = await Promise.all(
    Array.from({ length: 5 }, () => act(`${path}/dispatch`, 'once', tracking)),
  );
  expect(first).toMatchObject({ status: 202, body: { orderId, shipmentId, state: 'dispatched', ...tracking } });
  for (const other of others) expect([other.status, other.body]).toEqual([202, first?.body]);
  expect(await act(`${path}/dispatch`, 'twice', tracking)).toMatchObject({
    status: 409,
    body: { code: 'SHIPMENT.NOT_DISPATCHABLE', state: 'dispatched' },
  });
  const shipped = await reaches(guest, orderId, 'shipped');
  expect(shipped.shipments).toMatchObject([{ shipmentId, state: 'dispatched', ...tracking }]);

  expect(await act(`${path}/delivery`, 'there')).toMatchObject({ status: 202, body: { state: 'delivered' } });
  const order = await orderEnd(guest, orderId);
  expect(order).toMatchObject({ state: 'delivered', shipments: [{ shipmentId, state: 'delivered', ...tracking }] });
  expect(await act(`${path}/dispatch`, 'once', tracking)).toMatchObject({ status: 202, body: first?.body });
  const mails = await mailsAbout(own.storage(), orderId, 3);
  const mail = mails.find(({ subject }) => subject?.includes('on its way'));
  expect(mail?.text).toContain(tracking.trackingNumber);
  expect(mail?.text).toContain(tracking.trackingUrl);
});

ownHostTest('a refund withdraws a parcel that waits for the owner, who can no longer dispatch it', async () => {
  const guest = shop.guest();
  const orderId = await buy(guest, sku, 1);
  const shipmentId = await waitingParcel(guest, orderId);
  const body = { restock: true, reason: 'changed their mind' };
  expectStatus(await shop.owner('POST', `/orders/${orderId}/refund`, { body }), 202);
  const order = await reaches(guest, orderId, 'refunded');
  expect(order.shipments).toEqual([]);
  expect(await act(`/orders/${orderId}/shipments/${shipmentId}/dispatch`, 'late', tracking)).toMatchObject({
    status: 409,
    body: { code: 'SHIPMENT.NOT_DISPATCHABLE', state: 'cancelled' },
  });
});

ownHostTest(
  'a refund and a dispatch at the same moment: the parcel is withdrawn or on its way, never both',
  async () => {
    const guest = shop.guest();
    const orderId = await buy(guest, sku, 1);
    const shipmentId = await waitingParcel(guest, orderId);
    const body = { restock: false, reason: 'race' };
    const [refund, dispatch] = await Promise.all([
      shop.owner('POST', `/orders/${orderId}/refund`, { body }),
      act(`/orders/${orderId}/shipments/${shipmentId}/dispatch`, randomUUID(), tracking),
    ]);
    expectStatus(refund, 202);
    const { shipments } = await reaches(guest, orderId, 'refunded');
    expect([dispatch.status, shipments.length]).toEqual(shipments.length === 0 ? [409, 0] : [202, 1]);
  },
);

function act(path: string, key: string, body?: object): Promise<Answer<Problem>> {
  const headers = { 'idempotency-key': key };
  return shop.owner<Problem>('POST', path, { headers, ...(body && { body }) });
}

/** The id of the order's only parcel, once it is in the order. */
function waitingParcel(guest: Ask, orderId: string): Promise<string> {
  return eventually(`a parcel of ${orderId}`, TIMEOUT_MS, async () => {
    const { shipments } = expectStatus(await guest<Order>('GET', `/orders/${orderId}`), 200);
    return shipments[0]?.shipmentId;
  });
}

function reaches(guest: Ask, orderId: string, state: string): Promise<Order> {
  return eventually(`${orderId} ${state}`, TIMEOUT_MS, async () => {
    const order = expectStatus(await guest<Order>('GET', `/orders/${orderId}`), 200);
    return order.state === state ? order : undefined;
  });
}
