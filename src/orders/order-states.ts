// The states of an order and the steps that lead from one to the next, in one table. Everything that changes a state, or depends
// on one, asks here. The names are stored in orders and histories: they never change.

export const orderStates = [
  'placed',
  'reserved',
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
} as const satisfies Record<string, OrderState>;

export type OrderStep = keyof typeof stateAfter;

interface StateRules {
  /** The steps that may be taken from here. */
  next: readonly OrderStep[];
  /** Who acts next; absent at an end, which only a refund can leave. */
  waitsFor?: 'shop' | 'owner' | 'carrier';
  /** What people may ask for. */
  allows?: readonly ('cancellation' | 'approval' | 'refund')[];
  /** Nothing was sold: the cart gets its lines back. */
  givesCartBack?: true;
}

// A refund that was requested in time is recorded even if the order was undone before it ended.
const refund = ['refundOrder', 'failRefund'] as const;

const rules: Record<OrderState, StateRules> = {
  placed: {
    waitsFor: 'shop',
    allows: ['cancellation'],
    next: ['reserveStock', 'refuseOrder', 'undoOrder'],
  },
  reserved: {
    waitsFor: 'shop',
    allows: ['cancellation'],
    next: ['authorizePayment', 'refuseOrder', 'undoOrder'],
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
    next: ['dispatchShipments', 'refuseOrder', 'undoOrder'],
  },
  // A shipped order is undone only when the orchestration of one of its parcels fails.
  shipped: {
    waitsFor: 'carrier',
    allows: ['refund'],
    next: ['deliverShipments', 'refuseOrder', 'undoOrder', ...refund],
  },
  delivered: { allows: ['refund'], next: refund },
  refused: { givesCartBack: true, next: refund },
  cancelled: { givesCartBack: true, next: [] },
  refunded: { next: [] },
  compensationFailed: { next: refund },
};

/** A step as it is stored: its name and the state that it leads to. */
export interface RecordedStep {
  state: OrderState;
  step: string;
}

/** How a step is stored. A failed refund keeps the name of the refund. */
export function recordedStep(step: OrderStep): RecordedStep {
  return { state: stateAfter[step], step: step === 'failRefund' ? 'refundOrder' : step };
}

/** Whether an order in one state may take a step. */
export function mayTake(from: OrderState, { state, step }: RecordedStep): boolean {
  return rules[from].next.map(recordedStep).some((allowed) => allowed.state === state && allowed.step === step);
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

export function isApprovable(state: OrderState): boolean {
  return allows(state, 'approval');
}

export function isRefundable(state: OrderState): boolean {
  return allows(state, 'refund');
}

function allows(state: OrderState, wish: 'cancellation' | 'approval' | 'refund'): boolean {
  return rules[state].allows?.includes(wish) ?? false;
}
