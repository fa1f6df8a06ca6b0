// Activities: what they do has a key that is the same each time.

import { accepted } from '../../../../src/shared/result';
import { aCheckout, euros, orderId } from '../../../helpers/order-builders';
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
