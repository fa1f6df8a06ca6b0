// The orchestration of a parcel: reports in any order, twice or late; a refusal tells the other parcels.

import { shipmentOrchestrator } from '../../../../src/orders/saga/shipment-orchestrator';
import type { ShipmentRun } from '../../../../src/orders/saga/shipment-run';
import { accepted, refused } from '../../../../src/shared/result';
import { type Answer, type Call, driveOrchestrator } from '../../../helpers/drive-orchestrator';
import { aCheckout, customerId, orderId, placedAt } from '../../../helpers/order-builders';

const parcel: ShipmentRun = {
  customerId,
  orderId,
  reference: `${orderId}:north`,
  warehouse: 'north',
  lines: [{ sku: 'oak', quantity: 2 }],
  address: aCheckout().shippingAddress,
  others: [`${orderId}:south`],
};
const allWell: Record<string, Answer> = {
  createShipment: () => accepted({ shipmentId: 'shp_1', recorded: true }),
  recordShipment: ({ state }: { state: string }) => ({ state: state === 'dispatched' ? 'shipped' : 'delivered' }),
  sendOrderMail: () => ({ to: 'ada@example.com' }),
  withdrawShipments: () => ({ told: 1 }),
};
const dispatched = { name: 'ShipmentDispatched', data: { at: '2026-03-02T08:00:00Z' } };
const delivered = { name: 'ShipmentDelivered', data: { at: '2026-03-03T09:00:00Z' } };
const withdrawn = { name: 'ShipmentWithdrawn', data: { at: '2026-03-02T07:00:00Z' } };

function drive(events: { name: string; data: unknown }[], answers: Record<string, Answer> = {}, input = parcel) {
  return driveOrchestrator(shipmentOrchestrator, { input, now: placedAt, answers: { ...allWell, ...answers }, events });
}

function short({ label, input }: Call): string {
  const { state, event } = input as { state?: string; event?: string };
  return [label, state ?? event].filter(Boolean).join(' ');
}

const journey = ['createShipment', 'recordShipment dispatched', 'recordShipment delivered'];

/** No mail goes out with a record. */
const unsent: Record<string, Answer> = {
  recordShipment: ({ state }: { state: string }) => {
    const event = state === 'dispatched' ? 'shipped' : state;
    return { state: event, unsent: event };
  },
};

describe('a parcel', () => {
  it('is followed until it has arrived, and the order is told at the times of the reports', () => {
    const driven = drive([dispatched, delivered]);
    expect(driven.calls.map(short)).toEqual(journey);
    expect(driven.result).toEqual(accepted({ shipmentId: 'shp_1' }));
    const times = driven.calls.map(({ input }) => (input as { at?: string }).at);
    expect(times).toEqual([placedAt, dispatched.data.at, delivered.data.at]);
  });

  it('that is delivered before anybody said it was dispatched takes both steps', () => {
    expect(drive([delivered]).calls.map(short)).toEqual(journey);
  });

  it.each([
    ['a dispatch told twice', [dispatched, dispatched, delivered]],
    ['a delivery told twice', [dispatched, delivered, delivered]],
    ['a dispatch told last', [delivered, dispatched]],
  ])('takes each step once with %s', (_case, events) => {
    const driven = drive(events);
    expect(driven.calls.map(short)).toEqual(journey);
    expect(driven.result?.ok).toBe(true);
  });

  it('that the order could not take down at once is recorded with more patience, before anything else of it', () => {
    const flaky: Answer = ({ state }: { state: string }, attempt) => {
      if (state === 'created' && attempt < 40) throw new Error('The table does not answer.');
      return { state: state === 'delivered' ? 'delivered' : 'shipped' };
    };
    const createShipment = () => accepted({ shipmentId: 'shp_1', recorded: false });
    const driven = drive([dispatched, delivered], { createShipment, recordShipment: flaky });
    expect(driven.calls.map(short)).toEqual([journey[0], 'recordShipment created', ...journey.slice(1)]);
    expect(driven.result?.ok).toBe(true);
  });

  it('waits while nothing is reported', () => {
    const driven = drive([dispatched]);
    expect(driven.result).toBeUndefined();
    expect(driven.calls.map(short)).toEqual(journey.slice(0, 2));
  });

  it('sends each mail by itself that did not go out with its record', () => {
    const [created, ...records] = journey;
    const mailed = records.flatMap((record, at) => [record, `sendOrderMail ${['shipped', 'delivered'][at]}`]);
    expect(drive([dispatched, delivered], unsent).calls.map(short)).toEqual([created, ...mailed]);
  });

  it('arrives though no mail can be sent, which is noted in the order', () => {
    const fault = () => {
      throw new Error('no connection');
    };
    const driven = drive([dispatched, delivered], {
      ...unsent,
      sendOrderMail: fault,
      recordOrderRemark: () => ({ state: 'shipped' }),
    });
    expect(driven.result?.ok).toBe(true);
    const remarks = driven.calls.filter(({ label }) => label === 'recordOrderRemark').map(({ input }) => input);
    expect(remarks).toMatchObject([{ step: 'mail:shipped' }, { step: 'mail:delivered' }]);
  });
});

describe('a parcel that cannot be sent', () => {
  it('is a refusal, and the other parcels are told', () => {
    const driven = drive([], { createShipment: () => refused('SHIPMENT.REFUSED', 'No delivery to 00000.') });
    expect(driven.calls.map(short)).toEqual(['createShipment', 'withdrawShipments']);
    expect(driven.calls[1]?.input).toEqual({ references: [`${orderId}:south`], at: placedAt });
    expect(driven.result).toEqual(refused('SHIPMENT.REFUSED', 'No delivery to 00000.'));
  });

  it('because the carrier does not answer ends as a refusal too, never with an error', () => {
    const driven = drive([], {
      createShipment: () => {
        throw new Error('no connection');
      },
    });
    expect(driven.attempts.createShipment).toBe(8);
    expect(driven.result).toEqual(refused('ORDER.STEP_FAILED', 'no connection'));
  });

  it('has nobody to tell when it is the only one', () => {
    const alone = { ...parcel, others: [] };
    const driven = drive([], { createShipment: () => refused('SHIPMENT.REFUSED', '') }, alone);
    expect(driven.calls.map(short)).toEqual(['createShipment']);
  });

  it('because another one cannot ends at once and tells nobody', () => {
    const driven = drive([withdrawn]);
    expect(driven.calls.map(short)).toEqual(journey.slice(0, 1));
    expect(driven.result).toMatchObject({ ok: false, code: 'SHIPMENT.WITHDRAWN' });
  });
});

describe('a report about another shipment', () => {
  it.each([dispatched, delivered])('under the parcel’s reference changes nothing: $name', (event) => {
    const stray = { ...event, data: { ...event.data, shipmentId: 'shp_2' } };
    const { calls, result } = drive([stray]);
    expect(calls.map(({ label }) => label)).toEqual(['createShipment']);
    expect(result).toBeUndefined();
  });

  it('does not keep the parcel’s own reports away', () => {
    const own = { ...delivered, data: { ...delivered.data, shipmentId: 'shp_1' } };
    const stray = { ...dispatched, data: { ...dispatched.data, shipmentId: 'shp_2' } };
    expect(drive([stray, own]).result).toEqual(accepted({ shipmentId: 'shp_1' }));
  });
});

describe('a parcel that is refunded', () => {
  it('has come to its end, and the other parcels go on', () => {
    const { calls, result } = drive([{ ...withdrawn, data: { ...withdrawn.data, refund: 1 } } as typeof withdrawn]);
    expect(result).toEqual(accepted({ shipmentId: 'shp_1', withdrawn: true }));
    expect(calls.map(({ label }) => label)).toEqual(['createShipment']);
  });

  it('before the carrier has it is not created, and the other parcels go on', () => {
    const createShipment = () => accepted({ shipmentId: '', recorded: true, withdrawn: true });
    const { calls, result } = drive([], { createShipment });
    expect(result).toEqual(accepted({ shipmentId: '', withdrawn: true }));
    expect(calls.map(({ label }) => label)).toEqual(['createShipment']);
  });
});
