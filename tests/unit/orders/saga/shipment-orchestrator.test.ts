// The story of a parcel: reports in any order, twice or late; a refusal tells the other parcels.

import { shipmentOrchestrator } from '../../../../src/orders/saga/shipment-orchestrator';
import type { ShipmentRun } from '../../../../src/orders/saga/shipment-run';
import { accepted, refused } from '../../../../src/shared/result';
import { type Answer, type Call, driveStory } from '../../../helpers/drive-story';
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

function tell(events: { name: string; data: unknown }[], answers: Record<string, Answer> = {}, input = parcel) {
  return driveStory(shipmentOrchestrator, { input, now: placedAt, answers: { ...allWell, ...answers }, events });
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
    const story = tell([dispatched, delivered]);
    expect(story.calls.map(short)).toEqual(journey);
    expect(story.result).toEqual(accepted({ shipmentId: 'shp_1' }));
    const times = story.calls.map(({ input }) => (input as { at?: string }).at);
    expect(times).toEqual([placedAt, dispatched.data.at, delivered.data.at]);
  });

  it('that is delivered before anybody said it was dispatched takes both steps', () => {
    expect(tell([delivered]).calls.map(short)).toEqual(journey);
  });

  it.each([
    ['a dispatch told twice', [dispatched, dispatched, delivered]],
    ['a delivery told twice', [dispatched, delivered, delivered]],
    ['a dispatch told last', [delivered, dispatched]],
  ])('takes each step once with %s', (_case, events) => {
    const story = tell(events);
    expect(story.calls.map(short)).toEqual(journey);
    expect(story.result?.ok).toBe(true);
  });

  it('that the order could not take down at once is recorded with more patience, before anything else of it', () => {
    const flaky: Answer = ({ state }: { state: string }, attempt) => {
      if (state === 'created' && attempt < 40) throw new Error('The table does not answer.');
      return { state: state === 'delivered' ? 'delivered' : 'shipped' };
    };
    const createShipment = () => accepted({ shipmentId: 'shp_1', recorded: false });
    const story = tell([dispatched, delivered], { createShipment, recordShipment: flaky });
    expect(story.calls.map(short)).toEqual([journey[0], 'recordShipment created', ...journey.slice(1)]);
    expect(story.result?.ok).toBe(true);
  });

  it('waits while nothing is reported', () => {
    const story = tell([dispatched]);
    expect(story.result).toBeUndefined();
    expect(story.calls.map(short)).toEqual(journey.slice(0, 2));
  });

  it('sends each mail by itself that did not go out with its record', () => {
    const [created, ...records] = journey;
    const mailed = records.flatMap((record, at) => [record, `sendOrderMail ${['shipped', 'delivered'][at]}`]);
    expect(tell([dispatched, delivered], unsent).calls.map(short)).toEqual([created, ...mailed]);
  });

  it('arrives though no mail can be sent, which is noted in the order', () => {
    const fault = () => {
      throw new Error('no connection');
    };
    const story = tell([dispatched, delivered], {
      ...unsent,
      sendOrderMail: fault,
      recordOrderRemark: () => ({ state: 'shipped' }),
    });
    expect(story.result?.ok).toBe(true);
    const remarks = story.calls.filter(({ label }) => label === 'recordOrderRemark').map(({ input }) => input);
    expect(remarks).toMatchObject([{ step: 'mail:shipped' }, { step: 'mail:delivered' }]);
  });
});

describe('a parcel that cannot be sent', () => {
  it('is a refusal, and the other parcels are told', () => {
    const story = tell([], { createShipment: () => refused('SHIPMENT.REFUSED', 'No delivery to 00000.') });
    expect(story.calls.map(short)).toEqual(['createShipment', 'withdrawShipments']);
    expect(story.calls[1]?.input).toEqual({ references: [`${orderId}:south`], at: placedAt });
    expect(story.result).toEqual(refused('SHIPMENT.REFUSED', 'No delivery to 00000.'));
  });

  it('because the carrier does not answer ends as a refusal too, never with an error', () => {
    const story = tell([], {
      createShipment: () => {
        throw new Error('no connection');
      },
    });
    expect(story.attempts.createShipment).toBe(8);
    expect(story.result).toEqual(refused('ORDER.STEP_FAILED', 'no connection'));
  });

  it('has nobody to tell when it is the only one', () => {
    const alone = { ...parcel, others: [] };
    const story = tell([], { createShipment: () => refused('SHIPMENT.REFUSED', '') }, alone);
    expect(story.calls.map(short)).toEqual(['createShipment']);
  });

  it('because another one cannot ends at once and tells nobody', () => {
    const story = tell([withdrawn]);
    expect(story.calls.map(short)).toEqual(journey.slice(0, 1));
    expect(story.result).toMatchObject({ ok: false, code: 'SHIPMENT.WITHDRAWN' });
  });
});
