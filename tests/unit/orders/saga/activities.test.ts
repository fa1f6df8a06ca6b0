// Activities: what they do has a key that is the same each time.

import { requestRefund } from '../../../../src/orders/refunds';
import { accepted } from '../../../../src/shared/result';
import { aCheckout, broughtTo, euros, orderId } from '../../../helpers/order-builders';
import { at, key, parcel, setUp } from './activities-under-test';

describe('payments', () => {
  it.each(['authorize', 'capture', 'void', 'refund'] as const)('%s under the key of order and step', async (step) => {
    const { activities, calls } = setUp();
    const payment = { orderId, amount: euros(2800), token: 'tok_ok' };
    const recording = { ...key, entries: [], at };
    await activities[`${step}Payment`]({ ...payment, recording }, undefined);
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

  it('has no ids of the order in the entry of a remark', async () => {
    const { activities, stored } = setUp();
    const remark = { step: 'mail:confirmed', at, reason: 'MAIL.FAILED' };
    await activities.recordOrderRemark({ ...key, ...remark }, undefined);
    expect((await stored())?.timeline.at(-1)).toStrictEqual({ ...remark, state: 'captured' });
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

  it('that could not be recorded are returned all the same, and the reason is logged', async () => {
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

  it('that are cancelled are removed from the order, unless it is too late', async () => {
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

describe('a refund', () => {
  const wish = { restock: false, reason: 'broken', at };
  const asked = (lines?: { sku: string; quantity: number }[]) =>
    requestRefund(broughtTo('captured'), { ...wish, ...(lines && { lines }) });
  const shipment = { shipmentId: 'shp_1', state: 'created', at } as const;

  it('is paid back under its own key, in part or all that is left', async () => {
    const { activities, calls } = setUp();
    const payment = { orderId, amount: euros(2800), token: 'tok_ok' };
    const part = { actKey: `${orderId}:refund:2`, part: euros(300) };
    await activities.refundPayment({ ...payment, ...part }, undefined);
    expect(calls).toEqual([`refund ${orderId}:refund:2`]);
  });

  it('begins once, and not after its end', async () => {
    const { activities, stored } = setUp({ order: asked() });
    const begin = () => activities.beginRefund({ ...key, number: 1, at }, undefined);
    expect([await begin(), await begin()]).toEqual(Array(2).fill({ isDue: true, state: 'captured' }));
    expect((await stored())?.refunds).toMatchObject([{ startedAt: at }]);
    await activities.endRefund({ ...key, number: 1, outcome: 'refunded', at }, undefined);
    expect(await begin()).toEqual({ isDue: false, state: 'refunded' });
    expect(await activities.beginRefund({ ...key, number: 7, at }, undefined)).toMatchObject({ isDue: false });
  });

  it('withdraws a parcel at the carrier, then in the record, then tells its orchestration', async () => {
    const { activities, stored, calls, mails } = setUp({ order: asked() });
    await activities.recordShipment({ ...parcel, ...shipment }, undefined);
    for (let time = 0; time < 2; time++) {
      const withdrawn = await activities.withdrawParcel({ ...parcel, number: 1, at }, undefined);
      expect(withdrawn).toEqual(accepted({ reference: parcel.reference }));
    }
    expect(await stored()).toMatchObject({ shipments: [], withdrawn: ['north'] });
    expect(calls).toEqual(Array(2).fill(`ShipmentWithdrawn ${parcel.reference}`));
    expect(mails).toEqual([]);
    await activities.recordShipment({ ...parcel, ...shipment }, undefined);
    expect((await stored())?.shipments).toEqual([]);
  });

  it('does not withdraw a parcel that is on its way', async () => {
    const { activities, stored, calls } = setUp({ order: asked(), tooLate: true });
    const withdrawn = await activities.withdrawParcel({ ...parcel, number: 1, at }, undefined);
    expect(withdrawn).toMatchObject({ ok: false, code: 'SHIPMENT.DISPATCHED' });
    expect(await stored()).not.toHaveProperty('withdrawn');
    expect(calls).toEqual([]);
  });

  it('of the parcel that was missing lets the order be on its way, and tells the customer', async () => {
    const { activities, stored, mails } = setUp({ order: asked([{ sku: 'oak', quantity: 2 }]) });
    const other = { ...key, reference: `${orderId}:south`, warehouse: 'south', shipmentId: 'shp_2' };
    await activities.recordShipment({ ...other, state: 'dispatched', at }, undefined);
    await activities.withdrawParcel({ ...parcel, number: 1, at }, undefined);
    expect((await stored())?.state).toBe('shipped');
    expect(mails).toMatchObject([{ event: 'shipped', text: expect.stringContaining('in one parcel') }]);
  });

  it.each([
    ['everything is to be refunded', asked(), true],
    ['everything in it is to be refunded', asked([{ sku: 'oak', quantity: 2 }]), true],
    ['something else in it is wanted', asked([{ sku: 'oak', quantity: 1 }]), false],
    ['nothing is to be refunded', broughtTo('captured'), false],
  ])(
    'a parcel that the carrier refuses is withdrawn, and no failure, if it must be: %s',
    async (_case, order, isWithdrawn) => {
      const { activities } = setUp({ order, refusing: true });
      const input = { ...parcel, lines: [], address: aCheckout().shippingAddress, at };
      const created = await activities.createShipment(input, undefined);
      expect(created).toMatchObject(isWithdrawn ? accepted({ withdrawn: true }) : { code: 'SHIPMENT.REFUSED' });
    },
  );

  it('is mailed once for each refund, with its amount if it was not everything', async () => {
    const { activities, mails, orders } = setUp({ order: asked([{ sku: 'elm', quantity: 1 }]) });
    const end = (number: number) => activities.endRefund({ ...key, number, outcome: 'refunded', at }, undefined);
    expect(await end(1)).toEqual({ state: 'captured' });
    await orders.update(key.customerId, orderId, (order) => requestRefund(order, { ...wish, reason: 'the rest' }));
    expect(await end(2)).toEqual({ state: 'refunded' });
    expect(mails).toMatchObject([
      { event: 'refunded', text: expect.stringContaining('3.00 EUR') },
      { event: 'refunded-2', text: expect.stringContaining('25.00 EUR') },
    ]);
  });

  it('leaves its mail to the orchestration when it did not go out, and sends none when it failed', async () => {
    const down = setUp({ order: asked() });
    down.post.isDown = true;
    const end = { ...key, number: 1, outcome: 'refunded', at } as const;
    expect(await down.activities.endRefund(end, undefined)).toEqual({
      state: 'refunded',
      unsent: 'refunded',
      notice: { event: 'refunded' },
    });
    const failed = setUp({ order: asked() });
    const { state } = await failed.activities.endRefund({ ...end, outcome: 'failed', detail: 'X: why' }, undefined);
    expect(state).toBe('compensationFailed');
    expect((await failed.stored())?.timeline.at(-1)).toMatchObject({
      step: 'refundOrder',
      reason: 'COMPENSATION.FAILED',
      detail: 'X: why',
    });
    expect(failed.mails).toEqual([]);
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
