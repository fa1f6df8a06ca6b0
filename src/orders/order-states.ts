// The states of an order and the steps that lead from one to the next, in one table. Everything that changes a state, or depends
// on one, asks here. The names are stored in orders and histories: they never change.

export const orderStates = [
  'placed',
  'reserved',
  'awaitingPayment',
  'authorized',
  'awaitingApproval',
  'captured',
  'shipped',
  'delivered',
  'refused',
  'cancelled',
  'refunded',
  'compensationFailed',
] as const;
export type OrderState = (typeof orderStates)[number];

/** The state that each step leads to. */
export const stateAfter = {
  placeOrder: 'placed',
  reserveStock: 'reserved',
  requestPaymentAction: 'awaitingPayment',
  authorizePayment: 'authorized',
  requestApproval: 'awaitingApproval',
  remindApproval: 'awaitingApproval',
  escalateApproval: 'awaitingApproval',
  capturePayment: 'captured',
  dispatchShipments: 'shipped',
  deliverShipments: 'delivered',
  refuseOrder: 'refused',
  cancelOrder: 'cancelled',
  undoOrder: 'compensationFailed',
  refundOrder: 'refunded',
  failRefund: 'compensationFailed',
  resumeCaptured: 'captured',
  resumeShipped: 'shipped',
  resumeDelivered: 'delivered',
  settleRefused: 'refused',
  settleCancelled: 'cancelled',
  settleRefunded: 'refunded',
} as const satisfies Record<string, OrderState>;

export type OrderStep = keyof typeof stateAfter;

type Wish = 'cancellation' | 'authorization' | 'approval' | 'refund' | 'resolution';

interface StateRules {
  /** The steps that may be taken from here. */
  next: readonly OrderStep[];
  /** Who acts next; absent at an end, which only a refund can leave. */
  waitsFor?: 'shop' | 'customer' | 'owner' | 'carrier';
  /** What people may ask for, and what the payment provider may report. */
  allows?: readonly Wish[];
  /** Nothing was sold: the cart gets its lines back. */
  givesCartBack?: true;
}

// A refund that was requested in time is recorded even if the order was undone before it ended. One by lines leaves the
// order where its parcels are.
const refund = ['refundOrder', 'failRefund'] as const;

const rules: Record<OrderState, StateRules> = {
  placed: {
    waitsFor: 'shop',
    allows: ['cancellation', 'authorization'],
    next: ['reserveStock', 'refuseOrder', 'undoOrder'],
  },
  reserved: {
    waitsFor: 'shop',
    allows: ['cancellation', 'authorization'],
    next: ['requestPaymentAction', 'authorizePayment', 'refuseOrder', 'undoOrder'],
  },
  // The customer has to confirm the payment, at their bank for example.
  awaitingPayment: {
    waitsFor: 'customer',
    allows: ['cancellation', 'authorization'],
    next: ['authorizePayment', 'cancelOrder', 'refuseOrder', 'undoOrder'],
  },
  authorized: {
    waitsFor: 'shop',
    allows: ['cancellation'],
    next: ['requestApproval', 'capturePayment', 'cancelOrder', 'refuseOrder', 'undoOrder'],
  },
  awaitingApproval: {
    waitsFor: 'owner',
    allows: ['cancellation', 'approval'],
    next: ['remindApproval', 'escalateApproval', 'capturePayment', 'cancelOrder', 'refuseOrder', 'undoOrder'],
  },
  captured: {
    waitsFor: 'shop',
    allows: ['refund'],
    next: ['dispatchShipments', 'refuseOrder', 'undoOrder', 'resumeCaptured', ...refund],
  },
  // A shipped order is undone only when the orchestration of one of its parcels fails.
  shipped: {
    waitsFor: 'carrier',
    allows: ['refund'],
    next: ['deliverShipments', 'refuseOrder', 'undoOrder', 'resumeShipped', ...refund],
  },
  delivered: { allows: ['refund'], next: ['resumeDelivered', ...refund] },
  refused: { givesCartBack: true, next: refund },
  cancelled: { givesCartBack: true, next: [] },
  refunded: { next: [] },
  compensationFailed: {
    allows: ['refund', 'resolution'],
    next: [
      ...refund,
      ...(['resumeCaptured', 'resumeShipped', 'resumeDelivered'] as const),
      ...(['settleRefused', 'settleCancelled', 'settleRefunded'] as const),
      // The undoing was tried again, and fails again or not.
      ...(['refuseOrder', 'cancelOrder', 'undoOrder'] as const),
    ],
  },
};

/** A step as it is stored: its name and the state that it leads to. */
export interface RecordedStep {
  state: OrderState;
  step: string;
}

/** The stored names of steps that lead to several states. */
const storedNames: Partial<Record<OrderStep, string>> = {
  failRefund: 'refundOrder',
  resumeCaptured: 'refundLines',
  resumeShipped: 'refundLines',
  resumeDelivered: 'refundLines',
  settleRefused: 'settleOrder',
  settleCancelled: 'settleOrder',
  settleRefunded: 'settleOrder',
};

/** How a step is stored. `number`: which time it is taken, from 1; the name of a step is unique in a timeline. */
export function recordedStep(step: OrderStep, number = 1): RecordedStep {
  return { state: stateAfter[step], step: numbered(storedNames[step] ?? step, number) };
}

/** The name of a step, or of a remark, that may come several times in a timeline. */
export function numbered(name: string, number: number): string {
  return number === 1 ? name : `${name}:${number}`;
}

/** Whether an order in one state may take a step. */
export function mayTake(from: OrderState, { state, step }: RecordedStep): boolean {
  const name = step.replace(/:\d+$/, '');
  return rules[from].next.some((next) => {
    const allowed = recordedStep(next);
    return allowed.state === state && allowed.step === name;
  });
}

/** Whether an order stays in this state, except for a refund. */
export function isEnd(state: OrderState): boolean {
  return rules[state].waitsFor === undefined;
}

/** Who acts next; undefined at an end. */
export function waitsFor(state: OrderState): StateRules['waitsFor'] {
  return rules[state].waitsFor;
}

/** Whether an order that ends in this state gives its lines back to the cart. */
export function givesCartBack(state: OrderState): boolean {
  return rules[state].givesCartBack === true;
}

export function isCancellable(state: OrderState): boolean {
  return allows(state, 'cancellation');
}

/** Whether a payment of the order may still be authorized. */
export function isAuthorizable(state: OrderState): boolean {
  return allows(state, 'authorization');
}

export function isApprovable(state: OrderState): boolean {
  return allows(state, 'approval');
}

export function isRefundable(state: OrderState): boolean {
  return allows(state, 'refund');
}

export function isResolvable(state: OrderState): boolean {
  return allows(state, 'resolution');
}

function allows(state: OrderState, wish: Wish): boolean {
  return rules[state].allows?.includes(wish) ?? false;
}
