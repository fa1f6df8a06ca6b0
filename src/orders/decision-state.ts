// What an orchestration learns whenever it records something: where the order stands, and what people have decided meanwhile.

import type { Approval, Order } from './order';
import type { OrderState } from './order-states';

export interface DecisionState {
  state: OrderState;
  cancelRequested: boolean;
  /** Absent while nobody has decided. */
  decision?: Approval['decision'];
}

export function decisionStateOf({ state, cancellation, approval }: Order): DecisionState {
  const cancelRequested = cancellation === 'requested';
  return { state, cancelRequested, ...(approval && { decision: approval.decision }) };
}
