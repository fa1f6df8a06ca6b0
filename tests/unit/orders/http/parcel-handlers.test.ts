// The picking list over HTTP: every warehouse is counted, the oldest order comes first, and the list is bounded.

import { makeParcelHandlers } from '../../../../src/orders/http/parcel-handlers';
import type { Order } from '../../../../src/orders/order';
import { anOrderOf, fakeAllOrders } from '../../../helpers/all-orders';
import { makeFakeOrderStore } from '../../../helpers/fake-orders';
import { call } from '../../../helpers/http';

const daysOld = (days: number) => new Date(Date.UTC(2026, 2, 30 - days)).toISOString();

describe('the parcels to send', () => {
  const parcel = (warehouse: string, n: number) => ({
    shipmentId: `shp_${warehouse}${n}`,
    warehouse,
    state: 'created' as const,
  });
  const paid = (n: number, days: number, ...warehouses: string[]) =>
    anOrderOf(n, {
      createdAt: daysOld(days),
      state: 'captured',
      shipments: warehouses.map((warehouse) => parcel(warehouse, n)),
    });
  const waiting = [paid(0, 1, 'north'), paid(1, 3, 'north', 'south'), paid(2, 2, 'south')];
  const parcels = (query = '', of: readonly Order[] = waiting) => {
    const handlers = makeParcelHandlers({ allOrders: fakeAllOrders(of), orders: makeFakeOrderStore([...of]) });
    return call(handlers.listParcelsToSend, { query });
  };
  const idsIn = ({ body }: { body: unknown }) =>
    (body as { parcels: { shipmentId: string }[] }).parcels.map(({ shipmentId }) => shipmentId);

  it('are those of all warehouses, the oldest order first, with what goes into them', async () => {
    const answer = await parcels();
    expect(answer).toMatchObject({
      status: 200,
      body: {
        warehouses: [
          { warehouse: 'north', parcels: 2 },
          { warehouse: 'south', parcels: 2 },
        ],
        complete: true,
      },
    });
    expect(idsIn(answer)).toEqual(['shp_north1', 'shp_south1', 'shp_south2', 'shp_north0']);
    expect(answer.body).toMatchObject({
      parcels: [
        {
          orderId: anOrderOf(1).orderId,
          warehouse: 'north',
          placedAt: daysOld(3),
          lines: [{ sku: 'oak', name: 'The oak', quantity: 2 }],
        },
        {},
        {},
        {},
      ],
    });
  });

  it('of one warehouse come with the count of the others', async () => {
    const answer = await parcels('?warehouse=south');
    expect(idsIn(answer)).toEqual(['shp_south1', 'shp_south2']);
    expect(answer.body).toMatchObject({ warehouses: { length: 2 } });
  });

  it('are read from the record of an order that an earlier version has indexed', async () => {
    const { toSend } = fakeAllOrders(waiting);
    const earlier = async () => {
      const { orders: found } = await toSend();
      return { orders: found.map(({ parcels: _, ...order }) => order), complete: true };
    };
    const handlers = makeParcelHandlers({ allOrders: { toSend: earlier }, orders: makeFakeOrderStore([...waiting]) });
    const answer = await call(handlers.listParcelsToSend, {});
    expect(answer.body).toEqual((await parcels()).body);
  });

  it('are at most a hundred, and counted in full', async () => {
    const many = Array.from({ length: 120 }, (_, n) => ({ ...paid(0, n, 'north'), orderId: `ord_${n}` }));
    const answer = await parcels('', many);
    expect(idsIn(answer)).toHaveLength(100);
    expect(answer.body).toMatchObject({
      warehouses: [{ parcels: 120 }],
      parcels: expect.arrayContaining([expect.objectContaining({ orderId: 'ord_119' })]),
    });
  });
});
