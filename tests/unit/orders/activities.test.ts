// Activities: one call of one port each, under a key that is the same each time.

import { makeOrderActivities } from '../../../src/orders/activities';
import type { Payment } from '../../../src/orders/ports';
import type { Mail } from '../../../src/shared/mail';
import { accepted, refused } from '../../../src/shared/result';
import { makeFakeOrderShop } from '../../helpers/fake-order-shop';
import { makeFakeOrderStore } from '../../helpers/fake-orders';
import { aCheckout, anOrder, customerId, euros, orderId } from '../../helpers/order-builders';

const at = '2026-03-01T12:00:05.000Z';
const key = { customerId, orderId };
const parcel = { ...key, reference: `${orderId}:north`, warehouse: 'north' };

function setUp({ tooLate = false, refusing = false, notStarted = '' } = {}) {
  const orders = makeFakeOrderStore([anOrder({ state: 'captured' })]);
  const calls: string[] = [];
  const mails: Mail[] = [];
  const pay = (operation: string) => async (_payment: Payment, idempotencyKey: string) => {
    calls.push(`${operation} ${idempotencyKey}`);
    return accepted({ paymentId: 'pay_1', amount: 2800 });
  };
  const activities = makeOrderActivities<undefined>({
    orders,
    payments: { authorize: pay('authorize'), capture: pay('capture'), void: pay('void'), refund: pay('refund') },
    carrier: {
      createShipment: async ({ reference }) =>
        refusing ? refused('SHIPMENT.REFUSED', 'no') : accepted({ shipmentId: `shp of ${reference}` }),
      cancelShipment: async (_id, reference) =>
        tooLate ? refused('SHIPMENT.DISPATCHED', 'The parcel is on its way.') : accepted({ reference }),
    },
    mailer: {
      async send(mail) {
        mails.push(mail);
      },
    },
    runs: () => ({
      ...makeFakeOrderShop().bench.runs,
      async tellShipment(reference, event) {
        calls.push(`${event} ${reference}`);
        return reference !== notStarted;
      },
    }),
  });
  const stored = async () => orders.find(customerId, orderId);
  return { activities, orders, calls, mails, stored };
}

describe('payments', () => {
  it.each(['authorize', 'capture', 'void', 'refund'] as const)('%s under the key of order and step', async (step) => {
    const { activities, calls } = setUp();
    const payment = { orderId, amount: euros(2800), token: 'tok_ok' };
    await activities[`${step}Payment`](payment, undefined);
    expect(calls).toEqual([`${step} ${orderId}:${step}`]);
  });
});

describe('the order’s record', () => {
  it('takes a state, a remark and a parcel, each once', async () => {
    const { activities, stored } = setUp();
    for (let time = 0; time < 2; time++) {
      await activities.recordOrderRemark({ ...key, step: 'mail:confirmed', at, reason: 'MAIL.FAILED' }, undefined);
      await activities.recordShipment({ ...parcel, shipmentId: 'shp_1', state: 'created', at }, undefined);
      const entry = { at, state: 'refused', step: 'refuseOrder', reason: 'X' } as const;
      const standing = await activities.recordOrderSteps({ ...key, entries: [entry], at }, undefined);
      expect(standing).toEqual({ state: 'refused', cancelRequested: false });
    }
    expect((await stored())?.timeline.map(({ step }) => step)).toEqual(['placeOrder', 'mail:confirmed', 'refuseOrder']);
    expect((await stored())?.shipments).toEqual([{ shipmentId: 'shp_1', warehouse: 'north', state: 'created' }]);
  });
});

describe('shipments', () => {
  it('are made under the parcel’s reference, and stand in the order once, however often they are asked for', async () => {
    const { activities, stored } = setUp();
    const input = { ...parcel, lines: [], address: aCheckout().shippingAddress, at };
    const shipmentId = `shp of ${orderId}:north`;
    for (let time = 0; time < 2; time++) {
      expect(await activities.createShipment(input, undefined)).toEqual(accepted({ shipmentId, recorded: true }));
      expect((await stored())?.shipments).toEqual([{ shipmentId, warehouse: 'north', state: 'created' }]);
    }
  });

  it('that the order could not take down are told all the same', async () => {
    const { activities, orders } = setUp();
    orders.update = () => Promise.reject(new Error('The table does not answer.'));
    const input = { ...parcel, lines: [], address: aCheckout().shippingAddress, at };
    const shipmentId = `shp of ${orderId}:north`;
    expect(await activities.createShipment(input, undefined)).toEqual(accepted({ shipmentId, recorded: false }));
  });

  it('that the carrier refuses do not stand in the order', async () => {
    const { activities, stored } = setUp({ refusing: true });
    const input = { ...parcel, lines: [], address: aCheckout().shippingAddress, at };
    expect(await activities.createShipment(input, undefined)).toMatchObject({ code: 'SHIPMENT.REFUSED' });
    expect((await stored())?.shipments).toEqual([]);
  });

  it('that are called off leave the order, unless it is too late', async () => {
    for (const tooLate of [false, true]) {
      const { activities, stored } = setUp({ tooLate });
      await activities.recordShipment({ ...parcel, shipmentId: 'shp_1', state: 'created', at }, undefined);
      const { ok } = await activities.cancelShipment({ ...parcel, at }, undefined);
      expect(ok).toBe(!tooLate);
      expect((await stored())?.shipments).toHaveLength(tooLate ? 1 : 0);
    }
  });

  it('are withdrawn by telling each of their orchestrations', async () => {
    const { activities, calls } = setUp();
    const references = [`${orderId}:north`, `${orderId}:south`];
    expect(await activities.withdrawShipments({ references, at }, undefined)).toEqual({ told: 2 });
    expect(calls).toEqual(references.map((reference) => `ShipmentWithdrawn ${reference}`));
  });

  it('are withdrawn again when one of their orchestrations has not begun yet', async () => {
    const references = [`${orderId}:north`, `${orderId}:south`];
    const { activities } = setUp({ notStarted: `${orderId}:south` });
    const withdrawn = activities.withdrawShipments({ references, at }, undefined);
    await expect(withdrawn).rejects.toThrow(`${orderId}:south`);
  });
});

describe('mail', () => {
  it('goes to the order’s address, about one event', async () => {
    const { activities, mails } = setUp();
    expect(await activities.sendOrderMail({ ...key, event: 'confirmed' }, undefined)).toEqual({
      to: 'ada@example.com',
    });
    expect(mails).toMatchObject([{ about: orderId, event: 'confirmed', to: 'ada@example.com' }]);
  });

  it('about an order that is not there is a fault', async () => {
    const { activities } = setUp();
    const input = { customerId: 'cus_other', orderId, event: 'confirmed' } as const;
    await expect(activities.sendOrderMail(input, undefined)).rejects.toThrow('There is no order');
  });
});
