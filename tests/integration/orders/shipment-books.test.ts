// The carrier's books on Azurite, read and written by two instances: reports of the owner, and parcels that are cancelled.

import { makeManualCarrier } from '../../../src/adapters/storage/manual-carrier';
import { type CarrierBooks, makeShipmentBooks } from '../../../src/adapters/storage/shipment-books';
import { makeStorage } from '../../../src/adapters/storage/storage';
import { makeTableShipmentLedger } from '../../../src/adapters/storage/table-shipment-ledger';
import type { OwnerReport } from '../../../src/orders/owner-reports';
import { type RunningAzurite, startAzurite } from '../../helpers/azurite';
import { aCheckout } from '../../helpers/order-builders';

const now = () => new Date('2026-03-01T12:00:00.000Z');
const dispatched: OwnerReport = {
  event: 'dispatched',
  key: 'k1',
  at: now().toISOString(),
  tracking: { trackingNumber: '0034', carrier: 'DHL' },
};
const delivered: OwnerReport = { event: 'delivered', key: 'k2', at: now().toISOString() };
let azurite: RunningAzurite;
let here: CarrierBooks;
let there: CarrierBooks;

beforeAll(async () => {
  azurite = await startAzurite();
  const instance = () => {
    const storage = makeStorage({ connectionString: azurite.connectionString });
    return makeShipmentBooks({ ledger: makeTableShipmentLedger(storage), now });
  };
  [here, there] = [instance(), instance()];
});
afterAll(() => azurite.stop());

let orders = 0;
async function aParcel() {
  const orderId = `ord_test${++orders}`;
  const consignment = { orderId, reference: `${orderId}:north`, lines: [], address: aCheckout().shippingAddress };
  const created = await makeManualCarrier(here).createShipment(consignment);
  if (!created.ok) throw new Error(created.detail);
  return { ...consignment, shipmentId: created.value.shipmentId };
}

it('keeps the reports of the owner, and changes nothing for one that is repeated or out of order', async () => {
  const { orderId, reference, shipmentId } = await aParcel();
  expect(await here.report(orderId, shipmentId, delivered)).toMatchObject({ state: 'created' });
  expect(await there.report(orderId, shipmentId, dispatched)).toMatchObject({ state: 'dispatched' });
  const all = { reference, shipmentId, state: 'delivered', reports: { dispatched, delivered } };
  expect(await here.report(orderId, shipmentId, delivered)).toMatchObject(all);
  for (const books of [here, there]) {
    expect(await books.report(orderId, shipmentId, { ...dispatched, key: 'k3' })).toMatchObject(all);
  }
});

it('knows no parcel of another order', async () => {
  const [{ orderId }, { shipmentId }] = [await aParcel(), await aParcel()];
  expect(await here.report(orderId, shipmentId, dispatched)).toBeUndefined();
});

it('dispatches or cancels a parcel, whoever comes first, on any instance', async () => {
  for (let time = 0; time < 10; time++) {
    const { orderId, reference, shipmentId } = await aParcel();
    const [cancelled, reported] = await Promise.all([
      there.cancelShipment(orderId, reference),
      here.report(orderId, shipmentId, dispatched),
    ]);
    expect(reported?.state).toBe(cancelled.ok ? 'cancelled' : 'dispatched');
  }
});

it('creates a parcel once, and never one that was cancelled before', async () => {
  const parcel = await aParcel();
  const again = await makeManualCarrier(there).createShipment(parcel);
  expect(again).toEqual({ ok: true, value: { shipmentId: parcel.shipmentId } });
  const early = { ...parcel, orderId: 'ord_early', reference: 'ord_early:north' };
  expect(await there.cancelShipment(early.orderId, early.reference)).toMatchObject({ ok: true });
  expect(await makeManualCarrier(here).createShipment(early)).toMatchObject({ ok: false, code: 'SHIPMENT.REFUSED' });
});
