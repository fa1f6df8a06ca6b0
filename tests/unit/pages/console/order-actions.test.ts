// What the console offers to do about an order, and what a refund of some lines comes to.

import { amountLeft, isMoving, orderActions } from '../../../../src/pages/console/models/order-actions';
import { refundAmount, refundableLines, refundRequestLines } from '../../../../src/pages/console/models/refund-draft';
import type { OrderState, OwnerShipment } from '../../../../src/pages/console/schemas';
import { anOwnerOrder, aRefund, at, euros } from './builders';

const parcel = (warehouse: string, state: OwnerShipment['state']): OwnerShipment => ({
  shipmentId: `shp_${warehouse}`,
  warehouse,
  state,
  overdue: false,
});
const offered = (order: ReturnType<typeof anOwnerOrder>) =>
  Object.entries(orderActions(order))
    .filter(([, offer]) => (Array.isArray(offer) ? offer.length > 0 : offer))
    .map(([name]) => name);

describe('actions', () => {
  it.each<[OrderState, string[]]>([
    ['placed', []],
    ['awaitingPayment', []],
    ['awaitingApproval', ['decide']],
    ['captured', ['refund']],
    ['shipped', ['refund']],
    ['delivered', ['refund']],
    ['refused', []],
    ['cancelled', []],
    ['refunded', []],
    ['compensationFailed', ['resolve']],
  ])('of an order that is %s are %j', (state, actions) => {
    expect(offered(anOwnerOrder({ state }))).toEqual(actions);
  });

  it('need no second decision', () => {
    const approval = { decision: 'approve' as const, reason: 'known', by: 'owner' as const, at };
    expect(offered(anOwnerOrder({ state: 'awaitingApproval', approval }))).toEqual([]);
  });

  it('include a refund of a failed order that was paid', () => {
    const timeline = [{ at, state: 'captured' as const, step: 'capturePayment' }];
    expect(offered(anOwnerOrder({ state: 'compensationFailed', timeline }))).toEqual(['refund', 'resolve']);
  });

  it('wait for a refund or a resolution that has not ended', () => {
    const refunds = [aRefund(1, [{ sku: 'oak', quantity: 1 }], 1250)];
    expect(offered(anOwnerOrder({ state: 'delivered', refunds }))).toEqual([]);
    const resolutions = [{ number: 1, resolution: 'retry' as const, at, state: 'compensationFailed' as const }];
    expect(offered(anOwnerOrder({ state: 'compensationFailed', resolutions }))).toEqual([]);
  });

  it('about parcels depend on how far each has come', () => {
    const shipments = [parcel('north', 'created'), parcel('south', 'dispatched'), parcel('east', 'delivered')];
    const { dispatch, deliver } = orderActions(anOwnerOrder({ shipments }));
    expect([dispatch, deliver].map((all) => all.map(({ warehouse }) => warehouse))).toEqual([['north'], ['south']]);
    expect(offered(anOwnerOrder({ state: 'refunded', shipments }))).toEqual([]);
  });
});

it('an order moves while something is under way, and for a minute after each change', () => {
  const soon = Date.parse(at) + 59_999;
  expect([soon, soon + 1].map((now) => isMoving(anOwnerOrder(), now))).toEqual([true, false]);
  const refunds = [aRefund(1, [{ sku: 'oak', quantity: 1 }], 1250)];
  expect(isMoving(anOwnerOrder({ refunds }), soon + 1)).toBe(true);
});

describe('a refund', () => {
  const partly = anOwnerOrder({
    state: 'delivered',
    refunds: [aRefund(1, [{ sku: 'oak', quantity: 1 }], 1250, 'refunded')],
  });

  it('offers the units that were not refunded; a refund that failed took none', () => {
    expect(refundableLines(partly)).toMatchObject([
      { sku: 'oak', ordered: 2, left: 1 },
      { sku: 'elm', ordered: 1, left: 1 },
    ]);
    const failed = anOwnerOrder({ refunds: [aRefund(1, [{ sku: 'elm', quantity: 1 }], 300, 'failed')] });
    expect(refundableLines(failed)).toHaveLength(2);
    expect(amountLeft(failed)).toBe(2800);
  });

  it('of some units names them, and of all that is left names none', () => {
    const lines = refundableLines(partly);
    expect(refundRequestLines(lines, { oak: 1 })).toEqual([{ sku: 'oak', quantity: 1 }]);
    expect(refundRequestLines(lines, { oak: 1, elm: 1 })).toBeUndefined();
  });

  it('comes to the share of the lines, and of everything to what is left', () => {
    expect(refundAmount(partly, { elm: 1 })).toBe(300);
    expect(refundAmount(partly, { oak: 1, elm: 1 })).toBe(1550);
    expect(refundAmount(partly, {})).toBe(0);
    const uneven = anOwnerOrder({
      lines: anOwnerOrder().lines.map((line) => ({ ...line, quantity: 3, total: euros(100) })),
    });
    expect(refundAmount(uneven, { oak: 1 })).toBe(33);
  });
});
