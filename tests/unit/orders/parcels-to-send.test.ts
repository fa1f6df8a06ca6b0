// Which parcels are on the picking list, and what is to be packed into them.

import type { Order, Shipment } from '../../../src/orders/order';
import type { OrderState } from '../../../src/orders/order-states';
import { parcelsToSend } from '../../../src/orders/parcels-to-send';
import { endRefund, requestRefund } from '../../../src/orders/refunds';
import { aLine, anOrder } from '../../helpers/order-builders';

const at = '2026-03-02T12:00:00.000Z';
const parcel = (warehouse: string, state: Shipment['state'] = 'created'): Shipment => ({
  shipmentId: `shp_${warehouse}`,
  warehouse,
  state,
});
const aPaid = (changes: Partial<Order> = {}) =>
  anOrder({ state: 'captured', shipments: [parcel('north'), parcel('south')], ...changes });
const refundOf = (order: Order, sku: string, quantity: number) =>
  requestRefund(order, { lines: [{ sku, quantity }], restock: true, reason: 'changed their mind', at });

it('names what goes into each parcel of a paid order', () => {
  expect(parcelsToSend(aPaid())).toEqual([
    { shipmentId: 'shp_north', warehouse: 'north', lines: [{ sku: 'oak', name: 'The oak', quantity: 2 }] },
    { shipmentId: 'shp_south', warehouse: 'south', lines: [{ sku: 'elm', name: 'The elm', quantity: 1 }] },
  ]);
});

it('leaves out a parcel that was handed over', () => {
  const order = aPaid({ shipments: [parcel('north', 'dispatched'), parcel('south')] });
  expect(parcelsToSend(order).map(({ warehouse }) => warehouse)).toEqual(['south']);
});

it('leaves out refunded units', () => {
  const lines = [aLine('oak', 2, 1250), aLine('elm', 1, 300)];
  const refunded = endRefund(refundOf(aPaid({ lines, shipments: [parcel('north')] }), 'oak', 1), 1, {
    at,
    outcome: 'refunded',
  });
  expect(parcelsToSend({ ...refunded, state: 'captured' })).toMatchObject([
    {
      lines: [
        { sku: 'oak', quantity: 1 },
        { sku: 'elm', quantity: 1 },
      ],
    },
  ]);
});

it('waits until a refund has ended', () => {
  const asked = refundOf(aPaid(), 'oak', 2);
  expect(parcelsToSend(asked)).toEqual([]);
  const refused = endRefund(asked, 1, { at, outcome: 'refused' });
  expect(parcelsToSend(refused)).toHaveLength(2);
});

it.each<OrderState>(['authorized', 'shipped', 'refunded', 'compensationFailed'])(
  'is empty for an order that is %s',
  (state) => {
    expect(parcelsToSend(aPaid({ state }))).toEqual([]);
  },
);
