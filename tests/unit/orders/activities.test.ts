// Activities: what they do has a key that is the same each time, and what follows at once is told when it is left undone.

import { makeOrderActivities } from '../../../src/orders/activities';
import { requestCancellation } from '../../../src/orders/order-decisions';
import type { Payment } from '../../../src/orders/ports';
import type { Mail } from '../../../src/shared/mail';
import { accepted, refused } from '../../../src/shared/result';
import { makeFakeOrderShop } from '../../helpers/fake-order-shop';
import { makeFakeOrderStore } from '../../helpers/fake-orders';
import { aCheckout, aLine, anOrder, customerId, euros, orderId } from '../../helpers/order-builders';

const at = '2026-03-01T12:00:05.000Z';
const key = { customerId, orderId };
const parcel = { ...key, reference: `${orderId}:north`, warehouse: 'north' };

const usual = {
  tooLate: false,
  refusing: false,
  declining: false,
  notStarted: '',
  order: anOrder({ state: 'captured' }),
};

function setUp(options: Partial<typeof usual> = {}) {
  const { tooLate, refusing, declining, notStarted, order } = { ...usual, ...options };
  const orders = makeFakeOrderStore([order]);
  const calls: string[] = [];
  const mails: Mail[] = [];
  const warnings: string[] = [];
  const post = { isDown: false };
  const pay = (operation: string) => async (_payment: Payment, idempotencyKey: string) => {
    calls.push(`${operation} ${idempotencyKey}`);
    return declining ? refused('PAYMENT.DECLINED' as const, 'no') : accepted({ paymentId: 'pay_1', amount: 2800 });
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
        if (post.isDown) throw new Error('no connection');
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
    warn: (_context, message, cause) => void warnings.push(`${message}: ${(cause as Error).message}`),
  });
  const stored = async () => orders.find(customerId, orderId);
  return { activities, orders, calls, mails, warnings, post, stored };
}

describe('payments', () => {
  it.each(['authorize', 'capture', 'void', 'refund'] as const)('%s under the key of order and step', async (step) => {
    const { activities, calls } = setUp();
    const payment = { orderId, amount: euros(2800), token: 'tok_ok' };
    const recording = { ...key, entries: [], at };
    await activities[`${step}Payment`]({ ...payment, recording }, undefined);
    expect(calls).toEqual([`${step} ${orderId}:${step}`]);
  });
});

describe('a payment and its record', () => {
  const payment = { orderId, amount: euros(2800), token: 'tok_ok' };
  const entry = { at, state: 'authorized', step: 'authorizePayment' } as const;
  const placed = () => anOrder({ state: 'placed' });

  it('are one activity, which tells where the order stands then, however often it runs', async () => {
    const { activities, stored } = setUp({ order: placed() });
    const recording = { ...key, entries: [entry], at, closesCancellation: true as const };
    for (let time = 0; time < 2; time++) {
      const paid = await activities.authorizePayment({ ...payment, recording }, undefined);
      expect(paid).toMatchObject({ value: { standing: { state: 'authorized', cancelRequested: false } } });
    }
    expect(await stored()).toMatchObject({ state: 'authorized', cancellation: 'closed' });
    expect((await stored())?.timeline).toHaveLength(2);
  });

  it('know of a cancellation that came first', async () => {
    const { activities } = setUp({ order: requestCancellation(placed(), at) });
    const recording = { ...key, entries: [entry], at, closesCancellation: true as const };
    const paid = await activities.authorizePayment({ ...payment, recording }, undefined);
    expect(paid).toMatchObject({ value: { standing: { cancelRequested: true } } });
  });

  it('may part: what could not be recorded is paid all the same, and why is logged', async () => {
    const { activities, orders, warnings, calls } = setUp({ order: placed() });
    orders.update = () => Promise.reject(new Error('The table does not answer.'));
    const recording = { ...key, entries: [entry], at };
    const paid = await activities.capturePayment({ ...payment, recording }, undefined);
    expect(paid).toEqual(accepted({ paymentId: 'pay_1', amount: 2800 }));
    expect(calls).toEqual([`capture ${orderId}:capture`]);
    expect(warnings).toEqual([expect.stringMatching(/:capture .*The table does not answer/)]);
  });

  it('leave the order as it is when the provider refuses', async () => {
    const { activities, stored } = setUp({ order: placed(), declining: true });
    const recording = { ...key, entries: [entry], at, mail: { event: 'confirmed' as const } };
    expect(await activities.capturePayment({ ...payment, recording }, undefined)).toMatchObject({ ok: false });
    expect(await stored()).toEqual(placed());
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

  it('that the order could not take down are told all the same, and why is logged', async () => {
    const { activities, orders, warnings } = setUp();
    orders.update = () => Promise.reject(new Error('The table does not answer.'));
    const input = { ...parcel, lines: [], address: aCheckout().shippingAddress, at };
    const shipmentId = `shp of ${orderId}:north`;
    expect(await activities.createShipment(input, undefined)).toEqual(accepted({ shipmentId, recorded: false }));
    expect(warnings).toEqual([expect.stringContaining('The table does not answer.')]);
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

  it('goes out with the record it is about, in which the order stands as it then is', async () => {
    const { activities, mails, stored } = setUp();
    const entry = { at, state: 'cancelled', step: 'cancelOrder' } as const;
    const told = { ...key, entries: [entry], at, mail: { event: 'cancelled' as const } };
    expect(await activities.recordOrderSteps(told, undefined)).toEqual({ state: 'cancelled', cancelRequested: false });
    expect(mails).toMatchObject([{ about: orderId, event: 'cancelled', to: 'ada@example.com' }]);
    expect((await stored())?.state).toBe('cancelled');
  });

  it('that does not go out with its record is left over and logged, and the record stands', async () => {
    const { activities, mails, post, warnings, stored } = setUp();
    post.isDown = true;
    const entry = { at, state: 'refused', step: 'refuseOrder' } as const;
    const told = { ...key, entries: [entry], at, mail: { event: 'refused' as const, reason: 'PAYMENT.DECLINED' } };
    expect(await activities.recordOrderSteps(told, undefined)).toMatchObject({ state: 'refused', unsent: 'refused' });
    expect((await stored())?.state).toBe('refused');
    expect(warnings).toEqual([expect.stringMatching(/mail about refused.*no connection/)]);
    expect(mails).toEqual([]);
  });

  it('about a refund goes out with its record, and none about one that failed', async () => {
    const { activities, mails } = setUp({ order: anOrder({ state: 'delivered' }) });
    const entry = { at, state: 'refunded', step: 'refundOrder' } as const;
    const told = await activities.recordRefund({ ...key, entry, mail: { event: 'refunded' } }, undefined);
    expect(told).toEqual({ state: 'refunded' });
    await activities.recordRefund({ ...key, entry: { ...entry, state: 'compensationFailed' } }, undefined);
    expect(mails.map(({ event }) => event)).toEqual(['refunded']);
  });

  it('about parcels goes out with the record of the last one to come so far', async () => {
    const lines = [aLine('oak', 1, 100, 'north'), aLine('elm', 1, 100, 'south')];
    const { activities, mails } = setUp({ order: anOrder({ state: 'captured', lines }) });
    const seen: number[] = [];
    for (const state of ['created', 'dispatched', 'delivered'] as const) {
      for (const warehouse of ['north', 'south']) {
        const reference = `${orderId}:${warehouse}`;
        await activities.recordShipment({ ...key, reference, warehouse, shipmentId: warehouse, state, at }, undefined);
        seen.push(mails.length);
      }
    }
    expect(seen).toEqual([0, 0, 0, 1, 1, 2]);
    expect(mails.map(({ event }) => event)).toEqual(['shipped', 'delivered']);
  });

  it('about parcels is not sent to who was refunded meanwhile', async () => {
    const { activities, mails } = setUp({ order: anOrder({ state: 'refunded' }) });
    const told = await activities.recordShipment({ ...parcel, shipmentId: 'shp_1', state: 'delivered', at }, undefined);
    expect(told).toEqual({ state: 'refunded' });
    expect(mails).toEqual([]);
  });

  it('about an order that is not there is a fault', async () => {
    const { activities } = setUp();
    const input = { customerId: 'cus_other', orderId, event: 'confirmed' } as const;
    await expect(activities.sendOrderMail(input, undefined)).rejects.toThrow('There is no order');
  });
});
