// What an act leads to at once, in the same activity: its record, and the mail about that.

import { requestCancellation } from '../../../../src/orders/order-decisions';
import { accepted } from '../../../../src/shared/result';
import { aLine, anOrder, broughtTo, euros, orderId, placedAt } from '../../../helpers/order-builders';
import { at, key, later, parcel, setUp } from './activities-under-test';

describe('a payment and its record', () => {
  const payment = { orderId, amount: euros(2800), token: 'tok_ok' };
  const entry = { at, state: 'authorized', step: 'authorizePayment' } as const;
  const reserved = () => anOrder({ state: 'reserved' });

  it('are one activity at the time of the payment, which tells where the order stands then, however often it runs', async () => {
    const { activities, stored } = setUp({ order: reserved() });
    const recording = { ...key, entries: [entry], at, closesCancellation: true as const };
    for (let time = 0; time < 2; time++) {
      const paid = await activities.authorizePayment({ ...payment, recording }, undefined);
      expect(paid).toMatchObject({ value: { standing: { state: 'authorized', cancelRequested: false } } });
    }
    expect(await stored()).toMatchObject({ state: 'authorized', cancellation: 'closed' });
    const amount = payment.amount;
    expect((await stored())?.payments).toEqual([{ operation: 'authorize', paymentId: 'pay_1', amount, at: later }]);
    expect((await stored())?.timeline.map((step) => step.at)).toEqual([placedAt, later]);
  });

  it('know of a cancellation that came first', async () => {
    const { activities } = setUp({ order: requestCancellation(reserved(), at) });
    const recording = { ...key, entries: [entry], at, closesCancellation: true as const };
    const paid = await activities.authorizePayment({ ...payment, recording }, undefined);
    expect(paid).toMatchObject({ value: { standing: { cancelRequested: true } } });
  });

  it('may part: what could not be recorded is paid all the same, and why is logged', async () => {
    const { activities, orders, warnings, calls } = setUp({ order: reserved() });
    orders.update = () => Promise.reject(new Error('The table does not answer.'));
    const recording = { ...key, entries: [entry], at };
    const paid = await activities.capturePayment({ ...payment, recording }, undefined);
    expect(paid).toEqual(accepted({ paymentId: 'pay_1', amount: 2800 }));
    expect(calls).toEqual([`capture ${orderId}:capture`]);
    expect(warnings).toEqual([expect.stringMatching(/:capture .*The table does not answer/)]);
  });

  it('leave the order as it is when the provider refuses', async () => {
    const { activities, stored, mails } = setUp({ order: reserved(), declining: true });
    const recording = { ...key, entries: [entry], at, mail: { event: 'confirmed' as const } };
    expect(await activities.capturePayment({ ...payment, recording }, undefined)).toMatchObject({ ok: false });
    expect(await stored()).toEqual(reserved());
    expect(mails).toEqual([]);
  });
});

describe('a payment that the customer has to confirm', () => {
  const payment = { orderId, amount: euros(2800), token: 'tok_requires_action' };
  const entry = { at, state: 'authorized', step: 'authorizePayment' } as const;
  const recording = { ...key, entries: [entry], at, closesCancellation: true as const };
  const action = { type: 'redirect', url: 'https://bank.example/1', clientSecret: 'secret' } as const;
  const reserved = () => anOrder({ state: 'reserved' });
  const ask = { ...payment, recording, mayAskCustomer: true as const };

  it('is recorded with what they have to do, once, and can still be cancelled', async () => {
    const { activities, stored } = setUp({ order: reserved(), action });
    for (let time = 0; time < 2; time++) {
      const answer = await activities.authorizePayment(ask, undefined);
      const standing = { state: 'awaitingPayment', cancelRequested: false };
      expect(answer).toEqual(accepted({ paymentId: 'pay_1', amount: 0, standing, awaitsCustomer: true }));
    }
    const order = await stored();
    expect(order).toMatchObject({ state: 'awaitingPayment', paymentAction: action });
    expect(order?.timeline.slice(1)).toEqual([{ at: later, state: 'awaitingPayment', step: 'requestPaymentAction' }]);
    expect([order?.cancellation, order?.payments]).toEqual([undefined, undefined]);
  });

  it('fails when it cannot be recorded: nobody would know what to do, and nothing is lost by another attempt', async () => {
    const { activities, orders } = setUp({ order: reserved(), action });
    orders.update = () => Promise.reject(new Error('The table does not answer.'));
    await expect(activities.authorizePayment(ask, undefined)).rejects.toThrow('does not answer');
  });

  it('is not asked for by an order that began without it', async () => {
    const { activities, calls } = setUp({ order: reserved(), action });
    await activities.authorizePayment({ ...payment, recording }, undefined);
    expect(calls).toEqual([`authorize ${orderId}:authorize`]);
  });

  const waiting = () => ({ ...broughtTo('reserved'), state: 'awaitingPayment', paymentAction: action }) as const;

  it('is recorded when it is confirmed, which ends what they had to do', async () => {
    const { activities, stored } = setUp({ order: waiting() });
    for (let time = 0; time < 2; time++) {
      const answer = await activities.checkAuthorization({ ...payment, recording }, undefined);
      expect(answer).toMatchObject({ ok: true, value: { standing: { state: 'authorized' } } });
      expect(answer).not.toHaveProperty('value.awaitsCustomer');
    }
    const order = await stored();
    expect(order).toMatchObject({ state: 'authorized', cancellation: 'closed', payments: [{ amount: euros(2800) }] });
    expect(order).not.toHaveProperty('paymentAction');
  });

  it('leaves the order as it is while nobody has answered, and tells of a cancellation', async () => {
    const before = requestCancellation(waiting(), at);
    const authorization = accepted({ paymentId: 'pay_1', amount: 0, action });
    const { activities, stored } = setUp({ order: before, authorization });
    const answer = await activities.checkAuthorization({ ...payment, recording }, undefined);
    expect(answer).toMatchObject({ value: { awaitsCustomer: true, standing: { cancelRequested: true } } });
    expect(JSON.stringify(answer)).not.toContain('secret');
    expect(await stored()).toEqual(before);
  });

  it.each([
    ['refused', 'PAYMENT.DECLINED', false],
    ['refused', 'PAYMENT.NOT_CONFIRMED', false],
    ['cancelled', 'ORDER.CANCELLED', false],
    ['refused', 'ORDER.STEP_FAILED', true],
  ] as const)('%s with %s: is a mail sent, long after the checkout? %s', async (state, reason, isMailed) => {
    const asked = { at: placedAt, state: 'awaitingPayment', step: 'requestPaymentAction' } as const;
    const { activities, mails } = setUp({ order: { ...waiting(), timeline: [...anOrder().timeline, asked] } });
    const end = { at: later, state, step: state === 'refused' ? 'refuseOrder' : 'cancelOrder', reason };
    await activities.recordOrderSteps({ ...key, entries: [end], at: later, mail: { event: state, reason } }, undefined);
    expect(mails).toHaveLength(isMailed ? 1 : 0);
  });
});

describe('a mail', () => {
  it('goes out with the record it is about, in which the order stands as it then is', async () => {
    const { activities, mails, stored } = setUp({ order: anOrder({ state: 'authorized' }) });
    const entry = { at, state: 'cancelled', step: 'cancelOrder' } as const;
    const recording = { ...key, entries: [entry], at, mail: { event: 'cancelled' as const } };
    expect(await activities.recordOrderSteps(recording, undefined)).toEqual({
      state: 'cancelled',
      cancelRequested: false,
    });
    expect(mails).toMatchObject([{ about: orderId, event: 'cancelled', to: 'ada@example.com' }]);
    expect((await stored())?.state).toBe('cancelled');
  });

  it('that does not go out with its record is left over and logged, and the record stands', async () => {
    const { activities, mails, post, warnings, stored } = setUp();
    post.isDown = true;
    const entry = { at: later, state: 'refused', step: 'refuseOrder' } as const;
    const recording = { ...key, entries: [entry], at, mail: { event: 'refused' as const, reason: 'PAYMENT.DECLINED' } };
    expect(await activities.recordOrderSteps(recording, undefined)).toMatchObject({
      state: 'refused',
      unsent: 'refused',
    });
    expect((await stored())?.state).toBe('refused');
    expect(warnings).toEqual([expect.stringMatching(/mail about refused.*no connection/)]);
    expect(mails).toEqual([]);
  });

  it('goes out though the record stood already, since a death may have come between the two', async () => {
    const entry = { at, state: 'captured', step: 'capturePayment' } as const;
    const captured = anOrder({ state: 'captured', timeline: [...anOrder().timeline, entry] });
    const { activities, mails, stored } = setUp({ order: captured });
    const recording = { ...key, entries: [entry], at, mail: { event: 'confirmed' as const } };
    await activities.capturePayment({ orderId, amount: euros(2800), token: 'tok_ok', recording }, undefined);
    expect(mails.map(({ event }) => event)).toEqual(['confirmed']);
    expect(await stored()).toEqual(captured);
  });

  it('about a parcel goes out though the record stood already', async () => {
    const shipment = { shipmentId: 'shp_1', warehouse: 'north', state: 'dispatched' } as const;
    const lines = [aLine('oak', 1, 100, 'north')];
    const { activities, mails } = setUp({ order: anOrder({ state: 'shipped', lines, shipments: [shipment] }) });
    await activities.recordShipment({ ...parcel, ...shipment, at }, undefined);
    expect(mails.map(({ event }) => event)).toEqual(['shipped']);
  });

  it('about a payment that does not go out is left over, and the payment stands recorded', async () => {
    const { activities, post, stored } = setUp({ order: anOrder({ state: 'authorized' }) });
    post.isDown = true;
    const entry = { at, state: 'captured', step: 'capturePayment' } as const;
    const recording = { ...key, entries: [entry], at, mail: { event: 'confirmed' as const } };
    const paid = activities.capturePayment({ orderId, amount: euros(2800), token: 'tok_ok', recording }, undefined);
    expect(await paid).toMatchObject({ ok: true, value: { standing: { state: 'captured', unsent: 'confirmed' } } });
    expect((await stored())?.state).toBe('captured');
  });

  it('that cannot even be composed is left over too', async () => {
    const total = { amount: 1, currency: 'no currency' };
    const { activities } = setUp({ order: anOrder({ state: 'authorized', total }) });
    const entry = { at: later, state: 'refused', step: 'refuseOrder' } as const;
    const recording = { ...key, entries: [entry], at, mail: { event: 'refused' as const } };
    expect(await activities.recordOrderSteps(recording, undefined)).toMatchObject({
      state: 'refused',
      unsent: 'refused',
    });
  });

  describe('about a refusal', () => {
    const refusal = { state: 'refused', step: 'refuseOrder', reason: 'PAYMENT.DECLINED' } as const;
    const mail = { event: 'refused' as const, reason: 'PAYMENT.DECLINED' };
    const authorized = { at, state: 'authorized', step: 'authorizePayment' } as const;

    async function mailed(time: string, before: Parameters<typeof anOrder>[0]) {
      const { activities, mails } = setUp({ order: anOrder(before) });
      const recording = { ...key, entries: [{ ...refusal, at: time }], at: time, mail };
      for (let run = 0; run < 2; run++) {
        expect(await activities.recordOrderSteps(recording, undefined)).not.toHaveProperty('unsent');
      }
      return mails.length > 0;
    }

    it('is not sent to an address that nothing but a declined checkout has named', async () => {
      expect(await mailed(at, { state: 'reserved' })).toBe(false);
      expect(await mailed(at, { state: 'placed' })).toBe(false);
    });

    it('is sent when the customer no longer waits at the checkout', async () => {
      expect(await mailed(later, { state: 'reserved' })).toBe(true);
    });

    it('is sent when a payment was authorized before', async () => {
      const timeline = [...anOrder().timeline, authorized];
      expect(await mailed(at, { state: 'authorized', timeline })).toBe(true);
    });
  });

  it('beyond the limit of its address is remarked in the timeline, and not tried again', async () => {
    const { activities, post, mails, stored } = setUp({ order: anOrder({ state: 'authorized' }) });
    post.isFull = true;
    const entry = { at, state: 'captured', step: 'capturePayment' } as const;
    const recording = { ...key, entries: [entry], at, mail: { event: 'confirmed' as const } };
    const payment = { orderId, amount: euros(2800), token: 'tok_ok', recording };
    const paid = await activities.capturePayment(payment, undefined);
    expect(paid).not.toHaveProperty('value.standing.unsent');
    expect(await activities.sendOrderMail({ ...key, event: 'confirmed' }, undefined)).toEqual({ to: anOrder().email });
    expect(mails).toEqual([]);
    expect((await stored())?.timeline.slice(-2)).toMatchObject([
      { step: 'capturePayment', state: 'captured' },
      { step: 'mail:confirmed', state: 'captured', reason: 'MAIL.LIMIT_REACHED' },
    ]);
  });

  it('is not sent about a step that comes when the order has gone another way', async () => {
    const { activities, mails } = setUp({ order: anOrder({ state: 'refused' }) });
    const entry = { at, state: 'captured', step: 'capturePayment' } as const;
    const recording = { ...key, entries: [entry], at, mail: { event: 'confirmed' as const } };
    await activities.capturePayment({ orderId, amount: euros(2800), token: 'tok_ok', recording }, undefined);
    expect(mails).toEqual([]);
  });

  it('about a refund goes out with its record', async () => {
    const { activities, mails } = setUp({ order: anOrder({ state: 'delivered' }) });
    const entry = { at, state: 'refunded', step: 'refundOrder' } as const;
    const recorded = await activities.recordRefund({ ...key, entry, mail: { event: 'refunded' } }, undefined);
    expect(recorded).toEqual({ state: 'refunded' });
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
    const recorded = await activities.recordShipment(
      { ...parcel, shipmentId: 'shp_1', state: 'delivered', at },
      undefined,
    );
    expect(recorded).toEqual({ state: 'refunded' });
    expect(mails).toEqual([]);
  });
});
