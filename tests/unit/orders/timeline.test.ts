// How an order changes: forwards, once for each step, and not after its end.

import type { Order, Shipment } from '../../../src/orders/order';
import {
  recordRemark,
  recordShipment,
  recordShipmentCancelled,
  recordStep,
  recordTracking,
  recordWithdrawal,
} from '../../../src/orders/timeline';
import { anOrder } from '../../helpers/order-builders';

const at = '2026-03-01T12:00:05.000Z';
const reserved = { at, state: 'reserved', step: 'reserveStock' } as const;

describe('recording a step', () => {
  it('appends it, takes over its state and counts the change', () => {
    const order = recordStep(anOrder(), reserved);
    expect(order).toMatchObject({ state: 'reserved', updatedAt: at, version: 2 });
    expect(order.timeline.map(({ step }) => step)).toEqual(['placeOrder', 'reserveStock']);
  });

  it('that was taken before the latest change leaves the time of that', () => {
    const order = anOrder({ updatedAt: '2026-03-01T12:00:06.000Z' });
    expect(recordStep(order, reserved)).toMatchObject({ updatedAt: '2026-03-01T12:00:06.000Z', version: 2 });
  });

  it('is never noted before the entry before it', () => {
    const late = recordRemark(anOrder(), { step: 'mail:confirmed', at: '2026-03-01T12:00:09.000Z' });
    const order = recordStep(late, reserved);
    expect(order.timeline.map((entry) => entry.at)).toEqual([
      '2026-03-01T12:00:00.000Z',
      '2026-03-01T12:00:09.000Z',
      '2026-03-01T12:00:09.000Z',
    ]);
  });

  it('changes nothing the second time', () => {
    const order = recordStep(anOrder(), reserved);
    expect(recordStep(order, { ...reserved, at: 'later' })).toBe(order);
  });

  it.each(['delivered', 'refused', 'compensationFailed'] as const)('changes nothing once the order is %s', (state) => {
    const order = anOrder({ state });
    expect(recordStep(order, reserved)).toBe(order);
  });
});

describe('a remark', () => {
  it('leaves the state, is noted once, and also at the end', () => {
    const remark = { step: 'mail:refused', at, reason: 'MAIL.FAILED' };
    const order = recordRemark(anOrder({ state: 'refused' }), remark);
    expect(order.timeline.at(-1)).toEqual({ at, state: 'refused', step: 'mail:refused', reason: 'MAIL.FAILED' });
    expect(recordRemark(order, remark)).toBe(order);
  });
});

describe('shipments', () => {
  const north = (state: Shipment['state']): Shipment => ({ shipmentId: 'shp_n', warehouse: 'north', state });
  const south = (state: Shipment['state']): Shipment => ({ shipmentId: 'shp_s', warehouse: 'south', state });
  const captured = anOrder({ state: 'captured' });
  const reported = (order: Order, ...shipments: Shipment[]) =>
    shipments.reduce((soFar, shipment) => recordShipment(soFar, shipment, at), order);

  it('make the order shipped when the last one is on its way', () => {
    const one = reported(captured, north('created'), south('created'), north('dispatched'));
    expect(one.state).toBe('captured');
    expect(reported(one, south('dispatched')).state).toBe('shipped');
  });

  it('make the order delivered when the last one has arrived', () => {
    const one = reported(captured, north('created'), south('created'), north('delivered'), south('dispatched'));
    expect(one.state).toBe('shipped');
    const both = reported(one, south('delivered'));
    expect(both.state).toBe('delivered');
    expect(both.timeline.slice(-2)).toEqual([
      { at, state: 'shipped', step: 'dispatchShipments' },
      { at, state: 'delivered', step: 'deliverShipments' },
    ]);
  });

  it('keep their place in the order, and a report that is no news changes nothing', () => {
    const order = reported(captured, north('created'), south('created'), north('dispatched'));
    expect(order.shipments.map(({ shipmentId }) => shipmentId)).toEqual(['shp_n', 'shp_s']);
    expect(reported(order, north('dispatched'))).toBe(order);
    expect(reported(order, north('created'))).toBe(order);
  });

  it('are one for each warehouse, whatever ids the carrier gives them', () => {
    const alike = (warehouse: string): Shipment => ({ shipmentId: 'shp_1', warehouse, state: 'delivered' });
    expect(reported(captured, alike('north')).state).toBe('captured');
    expect(reported(captured, alike('north'), alike('south')).state).toBe('delivered');
  });

  it('have the time of their own dispatch and arrival, which is never before what the timeline knows', () => {
    const early = '2026-03-01T11:00:00.000Z';
    const one = reported(captured, north('created'), south('created'), north('dispatched'));
    const both = recordShipment(
      recordShipment(one, south('dispatched'), early),
      north('delivered'),
      '2026-03-09T12:00:00.000Z',
    );
    expect(both.shipments).toEqual([
      { ...north('delivered'), dispatchedAt: at, deliveredAt: '2026-03-09T12:00:00.000Z' },
      { ...south('dispatched'), dispatchedAt: '2026-03-01T12:00:00.000Z' },
    ]);
  });

  it('that are not all created yet do not make the order shipped', () => {
    expect(reported(captured, north('dispatched')).state).toBe('captured');
  });

  describe('with a tracking number', () => {
    const tracking = { trackingNumber: '0034', carrier: 'DHL' };
    const parcel = { reference: `${captured.orderId}:north`, shipmentId: 'shp_n' };

    it('keep it in all later states', () => {
      const tracked = recordTracking(reported(captured, north('created')), parcel, tracking, at);
      expect(tracked.shipments).toMatchObject([{ ...north('created'), ...tracking }]);
      expect(recordTracking(tracked, parcel, tracking, at)).toBe(tracked);
      expect(reported(tracked, north('delivered')).shipments).toMatchObject([{ ...north('delivered'), ...tracking }]);
    });

    it('keep it when they are in the record only after that', () => {
      const tracked = recordTracking(captured, parcel, tracking, at);
      expect(reported(tracked, north('created'), north('dispatched')).shipments).toMatchObject([
        { ...north('dispatched'), ...tracking },
      ]);
    });

    it('stay out when they were withdrawn, or are none of this order', () => {
      const withdrawn = recordWithdrawal(reported(captured, north('created')), 'north', 1, at);
      expect(recordTracking(withdrawn, parcel, tracking, at)).toBe(withdrawn);
      const stranger = { ...parcel, reference: `${captured.orderId}:moon` };
      expect(recordTracking(captured, stranger, tracking, at)).toBe(captured);
    });
  });

  it('do not bring a refused order back', () => {
    const refused = anOrder({ state: 'refused' });
    expect(reported(refused, north('delivered'), south('delivered')).state).toBe('refused');
  });

  it('that were called off are taken out, once', () => {
    const order = reported(captured, north('created'), south('created'));
    const without = recordShipmentCancelled(order, 'north', at);
    expect(without.shipments).toEqual([south('created')]);
    expect(recordShipmentCancelled(without, 'north', at)).toBe(without);
  });
});
