// Which step may follow from which state, stated once more by hand; and that the record of an order takes exactly these.

import {
  isApprovable,
  isAuthorizable,
  isCancellable,
  isEnd,
  isRefundable,
  isResolvable,
  type OrderState,
  type OrderStep,
  orderStates,
  recordedStep,
  stateAfter,
  waitsFor,
} from '../../../src/orders/order-states';
import { recordStep } from '../../../src/orders/timeline';
import { anOrder, broughtTo } from '../../helpers/order-builders';

const at = '2026-03-01T12:00:05.000Z';
const steps = Object.keys(stateAfter) as OrderStep[];

const allowed: Record<OrderState, OrderStep[]> = {
  placed: ['reserveStock', 'refuseOrder', 'undoOrder'],
  reserved: ['requestPaymentAction', 'authorizePayment', 'refuseOrder', 'undoOrder'],
  awaitingPayment: ['authorizePayment', 'cancelOrder', 'refuseOrder', 'undoOrder'],
  authorized: ['requestApproval', 'capturePayment', 'cancelOrder', 'refuseOrder', 'undoOrder'],
  awaitingApproval: ['remindApproval', 'escalateApproval', 'capturePayment', 'cancelOrder', 'refuseOrder', 'undoOrder'],
  captured: ['dispatchShipments', 'refuseOrder', 'undoOrder', 'resumeCaptured', 'refundOrder', 'failRefund'],
  shipped: ['deliverShipments', 'refuseOrder', 'undoOrder', 'resumeShipped', 'refundOrder', 'failRefund'],
  delivered: ['resumeDelivered', 'refundOrder', 'failRefund'],
  refused: ['refundOrder', 'failRefund'],
  cancelled: [],
  refunded: [],
  compensationFailed: [
    ...(['refundOrder', 'failRefund', 'resumeCaptured', 'resumeShipped', 'resumeDelivered'] as const),
    ...(['settleRefused', 'settleCancelled', 'settleRefunded'] as const),
    ...(['refuseOrder', 'cancelOrder', 'undoOrder'] as const),
  ],
};

const ends: OrderState[] = ['delivered', 'refused', 'cancelled', 'refunded', 'compensationFailed'];
const pairs = orderStates.flatMap((state) => steps.map((step) => ({ state, step })));
const isAllowed = ({ state, step }: { state: OrderState; step: OrderStep }) => allowed[state].includes(step);
const isAtEnd = ({ state }: { state: OrderState }) => ends.includes(state);

/** The order in that state, as if nothing had been recorded of the way there. */
const take = ({ state, step }: { state: OrderState; step: OrderStep }) => {
  const order = anOrder({ state, timeline: [] });
  return { order, after: () => recordStep(order, { at, ...recordedStep(step) }) };
};

describe('a step that may follow', () => {
  it.each(pairs.filter(isAllowed))('$state → $step is recorded with the state it leads to', (pair) => {
    const { order, after } = take(pair);
    const entry = { at, ...recordedStep(pair.step) };
    expect(after()).toEqual({ ...order, state: stateAfter[pair.step], timeline: [entry], updatedAt: at, version: 2 });
  });
});

describe('a step that may not follow', () => {
  const others = pairs.filter((pair) => !isAllowed(pair));

  it.each(others.filter(isAtEnd))('$state → $step comes after the end and changes nothing', (pair) => {
    const { order, after } = take(pair);
    expect(after()).toBe(order);
  });

  it.each(others.filter((pair) => !isAtEnd(pair)))('$state → $step is a fault', (pair) => {
    expect(take(pair).after).toThrow(`is ${pair.state}`);
  });

  it('may be numbered, when it is taken again', () => {
    const entry = { at, ...recordedStep('undoOrder', 2) };
    expect(recordStep(anOrder({ state: 'compensationFailed' }), entry).timeline.at(-1)).toEqual(entry);
  });

  it('is a known step that claims another state, too', () => {
    const entry = { at, state: 'captured', step: 'reserveStock' } as const;
    expect(() => recordStep(anOrder(), entry)).toThrow('reserveStock cannot make it captured');
  });
});

describe('the states', () => {
  it.each(orderStates)('%s is reached from a placed order by allowed steps', (state) => {
    expect(broughtTo(state).state).toBe(state);
  });

  it('in which an order stays are those in which nobody has to act', () => {
    expect(orderStates.filter(isEnd)).toEqual(ends);
    expect(Object.fromEntries(orderStates.map((state) => [state, waitsFor(state)]))).toEqual({
      placed: 'shop',
      reserved: 'shop',
      awaitingPayment: 'customer',
      authorized: 'shop',
      awaitingApproval: 'owner',
      captured: 'shop',
      shipped: 'carrier',
    });
  });

  it('allow what people may ask for', () => {
    const unpaid = ['placed', 'reserved', 'awaitingPayment'];
    expect(orderStates.filter(isCancellable)).toEqual([...unpaid, 'authorized', 'awaitingApproval']);
    expect(orderStates.filter(isAuthorizable)).toEqual(unpaid);
    expect(orderStates.filter(isApprovable)).toEqual(['awaitingApproval']);
    expect(orderStates.filter(isRefundable)).toEqual(['captured', 'shipped', 'delivered', 'compensationFailed']);
    expect(orderStates.filter(isResolvable)).toEqual(['compensationFailed']);
  });
});
