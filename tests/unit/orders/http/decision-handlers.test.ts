// Cancellation and approval over HTTP: what is accepted stands in the record, whatever happens next.

import type { Order } from '../../../../src/orders/order';
import { closeCancellation, settleApproval } from '../../../../src/orders/order-decisions';
import { makeFakeOrderShop } from '../../../helpers/fake-order-shop';
import { call, type RequestParts } from '../../../helpers/http';
import { anOrder, broughtTo, euros, orderId, placedAt } from '../../../helpers/order-builders';

/** A guest with an order in some state. */
async function setUp(change: (order: Order) => Order = (order) => order) {
  const shop = makeFakeOrderShop();
  const first = await call(shop.handlers.listOrders);
  const cookie = `${first.cookies[0]?.name}=${first.cookies[0]?.value}`;
  const customerId = /cus_\w{26}/.exec(cookie)?.[0] ?? '';
  await shop.orders.insert(change(anOrder({ customerId })));
  shop.started.push(orderId);
  const ask = (name: 'cancelOrder' | 'decideApproval', parts: RequestParts = {}) =>
    call(shop.handlers[name], { method: 'POST', params: { orderId }, ...parts, headers: { cookie, ...parts.headers } });
  const stored = async () => (await shop.orders.find(customerId, orderId)) as Order;
  const steps = async () => (await stored()).timeline.map(({ step }) => step);
  return { shop, customerId, ask, stored, steps };
}

const reach = (state: Order['state']) => (order: Order) => broughtTo(state, order);

describe('POST /orders/{id}/cancellation', () => {
  it.each(['placed', 'reserved', 'awaitingPayment', 'authorized', 'awaitingApproval'] as const)(
    'is accepted while %s',
    async (state) => {
      const { ask, stored, shop } = await setUp(state === 'placed' ? undefined : reach(state));
      const { status, body, headers } = await ask('cancelOrder');
      expect({ status, body }).toEqual({ status: 202, body: { orderId, state, total: euros(2800) } });
      expect(headers.get('location')).toBe(`/api/orders/${orderId}`);
      expect(await stored()).toMatchObject({ cancellation: 'requested' });
      expect((await stored()).timeline.at(-1)).toMatchObject({ step: 'requestCancellation', by: 'customer', state });
      expect(shop.raised).toEqual([`CancelRequested ${orderId}`]);
    },
  );

  it('is the same when it is sent again, and the orchestration is told again', async () => {
    const { ask, steps, shop } = await setUp();
    const [first, again] = [await ask('cancelOrder'), await ask('cancelOrder')];
    expect([again.status, again.body]).toEqual([first.status, first.body]);
    expect((await steps()).filter((step) => step === 'requestCancellation')).toHaveLength(1);
    expect(shop.raised).toHaveLength(2);
  });

  it.each(['captured', 'shipped', 'delivered', 'refused', 'refunded', 'compensationFailed'] as const)(
    'comes too late when the order is %s',
    async (state) => {
      const { ask, shop } = await setUp(reach(state));
      expect(await ask('cancelOrder')).toMatchObject({ status: 409, body: { code: 'ORDER.NOT_CANCELLABLE', state } });
      expect(shop.raised).toEqual([]);
    },
  );

  it('comes too late from the moment the order is bound', async () => {
    const { ask, stored } = await setUp((order) => closeCancellation(reach('authorized')(order), placedAt));
    expect(await ask('cancelOrder')).toMatchObject({ status: 409, body: { code: 'ORDER.NOT_CANCELLABLE' } });
    expect(await stored()).toMatchObject({ cancellation: 'closed' });
  });

  it('of somebody else’s order is of none', async () => {
    const { shop, stored } = await setUp();
    const stranger = await call(shop.handlers.cancelOrder, { method: 'POST', params: { orderId } });
    expect(stranger).toMatchObject({ status: 404, body: { code: 'ORDER.NOT_FOUND' } });
    expect(await stored()).not.toHaveProperty('cancellation');
  });

  it('stands though the orchestration cannot be told', async () => {
    const { shop, ask, stored } = await setUp();
    shop.broken.add('raiseOrderEvent');
    expect((await ask('cancelOrder')).status).toBe(500);
    expect(await stored()).toMatchObject({ cancellation: 'requested' });
  });
});

describe('POST /orders/{id}/approval', () => {
  const approve = { body: { decision: 'approve', reason: 'a good customer' } };
  const reject = { body: { decision: 'reject', reason: 'odd address' } };

  it.each([
    [approve, 'APPROVAL.APPROVED'],
    [reject, 'APPROVAL.REJECTED'],
  ])('stands in the timeline with who and why: %j', async (decision, reason) => {
    const { ask, stored, shop } = await setUp(reach('awaitingApproval'));
    const answer = await ask('decideApproval', decision);
    expect(answer).toMatchObject({ status: 202, body: { state: 'awaitingApproval' } });
    expect(answer.headers.get('location')).toBe(`/api/admin/orders/${orderId}`);
    const entry = { step: 'decideApproval', by: 'owner', reason, detail: decision.body.reason };
    expect((await stored()).timeline.at(-1)).toMatchObject(entry);
    expect(shop.raised).toEqual([`ApprovalDecided ${orderId}`]);
  });

  it('stands: the same again is accepted, the other one is not', async () => {
    const { ask, stored } = await setUp(reach('awaitingApproval'));
    await ask('decideApproval', approve);
    expect((await ask('decideApproval', approve)).status).toBe(202);
    expect(await ask('decideApproval', reject)).toMatchObject({
      status: 409,
      body: { code: 'ORDER.ALREADY_DECIDED', decision: 'approve' },
    });
    expect((await stored()).approval).toMatchObject({ decision: 'approve', reason: 'a good customer' });
  });

  it('cannot turn what the clock has decided', async () => {
    const byClock = { decision: 'reject', reason: 'too late', by: 'clock', at: placedAt } as const;
    const { ask } = await setUp((order) => settleApproval(reach('awaitingApproval')(order), byClock));
    expect((await ask('decideApproval', approve)).status).toBe(409);
  });

  it('is for orders that wait for it', async () => {
    const { ask } = await setUp(reach('captured'));
    expect(await ask('decideApproval', approve)).toMatchObject({
      status: 409,
      body: { code: 'ORDER.NOT_AWAITING_APPROVAL' },
    });
  });

  it('is not for an order that is being called off', async () => {
    const { ask } = await setUp(reach('awaitingApproval'));
    await ask('cancelOrder');
    expect((await ask('decideApproval', approve)).status).toBe(409);
  });

  it.each([
    [{ decision: 'maybe', reason: 'x' }, 'decision'],
    [{ decision: 'approve' }, 'reason'],
    [{ decision: 'approve', reason: ' ' }, 'reason'],
    [{ decision: 'approve', reason: 'x'.repeat(501) }, 'reason'],
    [{ decision: 'approve', reason: 'x', by: 'me' }, 'by'],
  ])('refuses %j', async (body, field) => {
    const { ask } = await setUp(reach('awaitingApproval'));
    const answer = await ask('decideApproval', { body });
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).toContain(field);
  });

  it('of an order that is not there is 404', async () => {
    const { ask } = await setUp();
    for (const params of [{ orderId: `ord_${'z'.repeat(26)}` }, { orderId: 'x' }]) {
      expect((await ask('decideApproval', { ...approve, params })).status).toBe(404);
    }
  });
});
