// Refunds and resolutions over HTTP: what is accepted stands in the record, is started once, and is answered alike when repeated.

import type { Order, RefundEnd } from '../../../../src/orders/order';
import { recordedStep } from '../../../../src/orders/order-states';
import { recordRefundEnd } from '../../../../src/orders/refund-end';
import { beginRefund, refundsOf, requestRefund } from '../../../../src/orders/refunds';
import { beginResolution, endResolution, undoDetail } from '../../../../src/orders/resolutions';
import { recordStep } from '../../../../src/orders/timeline';
import { makeFakeOrderShop } from '../../../helpers/fake-order-shop';
import { call } from '../../../helpers/http';
import { anOrder, broughtTo, customerId, euros, orderId, placedAt } from '../../../helpers/order-builders';

const at = '2026-03-02T12:00:00.000Z';

async function setUp(order: Order) {
  const shop = makeFakeOrderShop();
  await shop.orders.insert(order);
  shop.started.push(orderId);
  const ask = (name: 'refundOrder' | 'resolveOrder') => (body: object, key?: string) =>
    call(shop.handlers[name], {
      method: 'POST',
      params: { orderId },
      body,
      ...(key !== undefined && { headers: { 'idempotency-key': key } }),
    });
  const change = (apply: (known: Order) => Order) => shop.orders.update(customerId, orderId, apply);
  /** The orchestration of a refund, in short. */
  const end = (number: number, outcome: RefundEnd['outcome'] = 'refunded') =>
    change((known) => recordRefundEnd(beginRefund(known, number, at), number, { at, outcome }));
  const stored = async () => (await shop.orders.find(customerId, orderId)) as Order;
  return { shop, refund: ask('refundOrder'), resolve: ask('resolveOrder'), stored, change, end };
}

const body = { restock: true, reason: 'broken' };
const oneOak = { ...body, lines: [{ sku: 'oak', quantity: 1 }] };
const theElm = { ...body, lines: [{ sku: 'elm', quantity: 1 }] };
const instance = (number: number) => `${orderId}:refund:${number}`;

const undone = (because = 'SHIPMENT.REFUSED', from = broughtTo('captured')) =>
  recordStep(from, {
    at,
    ...recordedStep('undoOrder'),
    reason: 'COMPENSATION.FAILED',
    detail: undoDetail('refundPayment failed: no connection', { code: because, detail: 'why' }),
  });

describe('POST /orders/{id}/refund', () => {
  it.each(['captured', 'shipped', 'delivered'] as const)('starts the refund of an order that is %s', async (state) => {
    const { refund, stored, shop } = await setUp(broughtTo(state));
    const { status, body: answer } = await refund(body);
    expect({ status, answer }).toMatchObject({
      status: 202,
      answer: { orderId, state, refund: { number: 1, amount: euros(2800), restock: true } },
    });
    expect(await stored()).toMatchObject({
      state,
      refunds: [{ number: 1, isWhole: true, restock: true, reason: 'broken' }],
    });
    expect((await stored()).timeline.at(-1)).toMatchObject({ step: 'requestRefund', by: 'owner', detail: 'broken' });
    expect(shop.started).toEqual([orderId, instance(1)]);
    expect(shop.launches.notes.size).toBe(0);
  });

  it.each(['key', undefined])(
    'sent again (key: %s) gets the same answer and starts nothing, whatever happened since',
    async (key) => {
      const { refund, end, shop } = await setUp(broughtTo('delivered'));
      const first = await refund(body, key);
      await end(1);
      // Its history was purged meanwhile: the task hub knows no such instance any more.
      shop.started.length = 0;
      const again = await refund(body, key);
      expect([again.status, again.body]).toEqual([first.status, first.body]);
      expect(shop.started).toEqual([]);
    },
  );

  it('with another body under the key is 422; with another key 409', async () => {
    const { refund } = await setUp(broughtTo('delivered'));
    await refund(body, 'k');
    expect(await refund({ ...body, restock: false }, 'k')).toMatchObject({
      status: 422,
      body: { code: 'REQUEST.KEY_REUSED' },
    });
    expect(await refund(oneOak, 'k')).toMatchObject({ status: 422 });
    expect(await refund(body, 'l')).toMatchObject({ status: 409, body: { code: 'ORDER.ALREADY_REFUNDED' } });
  });

  it.each(['placed', 'authorized', 'refused', 'cancelled', 'compensationFailed'] as const)(
    'is not for an order that is %s and was not paid',
    async (state) => {
      const { refund, shop } = await setUp(state === 'placed' ? anOrder() : broughtTo(state));
      expect(await refund(body)).toMatchObject({ status: 409, body: { code: 'ORDER.NOT_REFUNDABLE' } });
      expect(shop.launches.notes.size).toBe(0);
    },
  );

  it('is for a paid order whose undoing has failed', async () => {
    const { refund, end, stored } = await setUp(undone());
    expect((await refund(body)).status).toBe(202);
    await end(1);
    expect((await stored()).state).toBe('refunded');
  });

  it('of lines is paid back by their totals, and leaves the order where it is', async () => {
    const { refund, end, stored, shop } = await setUp(broughtTo('shipped'));
    expect((await refund(oneOak, 'a')).body).toMatchObject({ refund: { number: 1, amount: euros(1250) } });
    await end(1);
    expect((await stored()).state).toBe('shipped');
    expect((await stored()).timeline.at(-1)).toMatchObject({ step: 'refundLines', state: 'shipped' });
    expect((await refund(body, 'b')).body).toMatchObject({
      refund: {
        number: 2,
        amount: euros(1550),
        lines: [
          { sku: 'oak', quantity: 1 },
          { sku: 'elm', quantity: 1 },
        ],
      },
    });
    await end(2);
    expect((await stored()).timeline.at(-1)).toMatchObject({ step: 'refundOrder:2', state: 'refunded' });
    expect(shop.started).toEqual([orderId, instance(1), instance(2)]);
    expect(await refund(body, 'c')).toMatchObject({ status: 409, body: { code: 'ORDER.ALREADY_REFUNDED' } });
  });

  it('of all lines, one after the other, ends as refunded in full', async () => {
    const { refund, end, stored } = await setUp(broughtTo('delivered'));
    for (const [index, wish] of [oneOak, theElm, oneOak].entries()) {
      expect((await refund(wish, `k${index}`)).status).toBe(202);
      await end(index + 1);
    }
    expect((await stored()).state).toBe('refunded');
    expect(refundsOf(await stored()).map(({ amount }) => amount)).toEqual([1250, 300, 1250]);
  });

  it('of more than is left is 409 with what is left', async () => {
    const { refund, end } = await setUp(broughtTo('delivered'));
    await refund(theElm, 'a');
    await end(1);
    expect(await refund(theElm, 'b')).toMatchObject({
      status: 409,
      body: { code: 'ORDER.REFUND_TOO_MUCH', left: [{ sku: 'oak', quantity: 2 }] },
    });
  });

  it('waits for the one before it', async () => {
    const { refund } = await setUp(broughtTo('delivered'));
    await refund(theElm, 'a');
    expect(await refund(oneOak, 'b')).toMatchObject({ status: 409, body: { code: 'ORDER.REFUND_UNDER_WAY' } });
  });

  it('that failed can be repeated, under the key at the provider that may have moved the money', async () => {
    const { refund, end, stored, shop } = await setUp(broughtTo('shipped'));
    await refund(theElm, 'a');
    await end(1, 'failed');
    expect((await stored()).state).toBe('compensationFailed');
    expect((await refund(theElm, 'a')).status).toBe(202);
    expect(shop.started).toEqual([orderId, instance(1)]);
    expect(await refund(oneOak, 'b')).toMatchObject({
      status: 409,
      body: { code: 'ORDER.REFUND_INCOMPLETE', lines: [{ sku: 'elm', quantity: 1 }] },
    });
    expect((await refund(theElm, 'b')).status).toBe(202);
    expect(refundsOf(await stored()).map(({ actKey }) => actKey)).toEqual([instance(1), instance(1)]);
    await end(2);
    expect((await stored()).state).toBe('captured');
    expect(shop.started).toEqual([orderId, instance(1), instance(2)]);
  });

  it('that the provider has refused is repeated under a new key', async () => {
    const { refund, end, stored } = await setUp(broughtTo('delivered'));
    await refund(body);
    await end(1, 'refused');
    expect((await refund(body)).status).toBe(202);
    expect(refundsOf(await stored()).map(({ actKey }) => actKey)).toEqual([instance(1), instance(2)]);
  });

  it('whose orchestration has died has failed, and can be repeated', async () => {
    const { refund, change, shop, stored } = await setUp(broughtTo('delivered'));
    await refund(body, 'a');
    await change((order) => beginRefund(order, 1, at));
    expect((await refund(body, 'b')).status).toBe(409);
    shop.over.add(instance(1));
    expect((await refund(body, 'b')).status).toBe(202);
    expect(refundsOf(await stored())).toMatchObject([{ ended: { outcome: 'failed' } }, { actKey: instance(1) }]);
    expect(shop.started).toEqual([orderId, instance(1), instance(2)]);
  });

  it('that could not be started is started by the timer', async () => {
    const { refund, shop } = await setUp(broughtTo('delivered'));
    shop.broken.add('startRefund');
    expect((await refund(body)).status).toBe(500);
    shop.broken.clear();
    shop.clock.now += 60_000;
    expect(await shop.launchOrder.launchStalled(shop.services)).toEqual({ launched: [orderId], failed: [] });
    expect(shop.started).toEqual([orderId, instance(1)]);
    expect(shop.launches.notes.size).toBe(0);
  });

  it.each([
    [{ ...body, lines: [] }, 'lines'],
    [{ ...body, lines: [{ sku: 'oak', quantity: 0 }] }, 'quantity'],
    [{ ...body, lines: [{ sku: 'fir', quantity: 1 }] }, 'lines.0.sku'],
    [{ ...body, lines: [...oneOak.lines, ...oneOak.lines] }, 'each sku once'],
    [{ ...body, amount: 5 }, 'amount'],
    [{ reason: 'x' }, 'restock'],
  ])('refuses %j', async (wrong, field) => {
    const { refund } = await setUp(broughtTo('delivered'));
    const answer = await refund(wrong);
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).toContain(field);
  });
});

describe('an order that an earlier version has refunded', () => {
  const single = { restock: true, reason: 'broken', key: 'k', at: placedAt };
  const asked = recordStep(broughtTo('delivered'), { at, ...recordedStep('failRefund') });

  it('keeps the answer, and is not refunded again', async () => {
    const done = recordStep(broughtTo('delivered'), { at, ...recordedStep('refundOrder') });
    const { refund, shop } = await setUp({ ...done, refund: single });
    expect((await refund(body, 'k')).status).toBe(202);
    expect((await refund(body, 'l')).status).toBe(409);
    expect(shop.started).toEqual([orderId]);
  });

  it('can be refunded again after a failure, under the same key at the provider', async () => {
    const { refund, stored, shop } = await setUp({ ...asked, refund: single });
    expect((await refund(body, 'l')).status).toBe(202);
    expect(refundsOf(await stored())).toMatchObject([{ number: 1 }, { number: 2, actKey: `${orderId}:refund` }]);
    expect(shop.started).toEqual([orderId, instance(2)]);
  });
});

describe('POST /orders/{id}/resolution', () => {
  it('tries the undoing again, once for each key', async () => {
    const { resolve, shop, stored } = await setUp(undone());
    const answers = [await resolve({ resolution: 'retry' }, 'k'), await resolve({ resolution: 'retry' }, 'k')];
    for (const answer of answers) expect(answer).toMatchObject({ status: 202, body: { state: 'compensationFailed' } });
    expect(answers[1]?.body).toEqual(answers[0]?.body);
    expect(shop.started).toEqual([orderId, `${orderId}:resolution:1`]);
    expect((await stored()).timeline.at(-1)).toMatchObject({ step: 'retryUndoing', by: 'owner' });
    expect(shop.launches.notes.size).toBe(0);
  });

  it('waits for the attempt that is under way, and starts another after it', async () => {
    const { resolve, refund, change, shop } = await setUp(undone());
    await resolve({ resolution: 'retry' }, 'a');
    const underWay = { status: 409, body: { code: 'ORDER.RESOLUTION_UNDER_WAY' } };
    expect(await resolve({ resolution: 'retry' }, 'b')).toMatchObject(underWay);
    expect(await resolve({ resolution: 'settled', reason: 'x' }, 'b')).toMatchObject(underWay);
    expect(await refund(body)).toMatchObject(underWay);
    await change((order) => endResolution(beginResolution(order, 1, at), 1, at));
    expect((await resolve({ resolution: 'retry' }, 'b')).status).toBe(202);
    expect(shop.started).toEqual([orderId, `${orderId}:resolution:1`, `${orderId}:resolution:2`]);
  });

  it('does not wait for an attempt whose orchestration has died', async () => {
    const { resolve, change, shop } = await setUp(undone());
    await resolve({ resolution: 'retry' }, 'a');
    await change((order) => beginResolution(order, 1, at));
    shop.over.add(`${orderId}:resolution:1`);
    expect((await resolve({ resolution: 'retry' }, 'b')).status).toBe(202);
  });

  it('tries a failed refund again as it was', async () => {
    const { refund, resolve, end, stored, shop } = await setUp(broughtTo('captured'));
    await refund(theElm);
    await end(1, 'failed');
    expect((await resolve({ resolution: 'retry' }, 'k')).status).toBe(202);
    expect((await resolve({ resolution: 'retry' }, 'k')).status).toBe(202);
    expect(refundsOf(await stored())).toMatchObject([
      { lines: theElm.lines },
      { number: 2, lines: theElm.lines, restock: true, actKey: instance(1) },
    ]);
    expect(shop.started).toEqual([orderId, instance(1), instance(2)]);
    await end(2);
    expect((await stored()).state).toBe('captured');
  });

  it.each([
    ['SHIPMENT.REFUSED', 'refused'],
    ['ORDER.CANCELLED', 'cancelled'],
  ])('notes how an order, undone because of %s, was settled by hand: it is %s', async (because, state) => {
    const { resolve, stored, shop } = await setUp(undone(because));
    const settled = { resolution: 'settled', reason: 'paid back by bank transfer' };
    expect(await resolve(settled)).toMatchObject({ status: 202, body: { state } });
    expect(await resolve(settled)).toMatchObject({ status: 202, body: { state } });
    const entry = { step: 'settleOrder', state, by: 'owner', reason: 'ORDER.SETTLED_BY_HAND', detail: settled.reason };
    expect((await stored()).timeline.at(-1)).toMatchObject(entry);
    expect(shop.started).toEqual([orderId]);
  });

  it('notes how a failed refund was settled by hand: the order is refunded', async () => {
    const { refund, resolve, end, stored } = await setUp(broughtTo('delivered'));
    await refund(body);
    await end(1, 'failed');
    expect((await resolve({ resolution: 'settled', reason: 'in cash' })).status).toBe(202);
    expect((await stored()).state).toBe('refunded');
  });

  it.each(['captured', 'delivered', 'refunded'] as const)('is not for an order that is %s', async (state) => {
    const { resolve } = await setUp(broughtTo(state));
    expect(await resolve({ resolution: 'retry' })).toMatchObject({
      status: 409,
      body: { code: 'ORDER.NOT_RESOLVABLE', state },
    });
  });

  it.each([{ resolution: 'settled' }, { resolution: 'other' }, {}])('refuses %j', async (wrong) => {
    const { resolve } = await setUp(undone());
    expect((await resolve(wrong)).status).toBe(400);
  });
});

it('a request for a refund is written once, however often it is applied', () => {
  const order = broughtTo('delivered');
  const wish = { ...body, at };
  expect(requestRefund(requestRefund(order, wish), wish)).toEqual(requestRefund(order, wish));
});
