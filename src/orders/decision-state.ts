// What an orchestration gets back whenever it records something: the state of the order, and what people have decided since.

import type { Approval, Order } from './order';
import type { OrderState } from './order-states';

export interface DecisionState {
  state: OrderState;
  cancelRequested: boolean;
  /** Absent until the order is approved or rejected. */
  decision?: Approval['decision'];
}

export function decisionStateOf({ state, cancellation, approval }: Order): DecisionState {
  const cancelRequested = cancellation === 'requested';
  return { state, cancelRequested, ...(approval && { decision: approval.decision }) };
}
