// The timeline of an order in words: what happened, and who caused it.

import type { TimelineEntry } from '../schemas';

const steps: Record<string, string> = {
  placeOrder: 'Order placed',
  reserveStock: 'Stock reserved',
  requestPaymentAction: 'Customer asked to confirm the payment',
  authorizePayment: 'Payment authorized',
  requestApproval: 'Approval requested',
  remindApproval: 'Reminder of the approval sent',
  escalateApproval: 'Second reminder of the approval sent',
  decideApproval: 'Approval decided',
  requestCancellation: 'Cancellation requested',
  capturePayment: 'Payment captured',
  dispatchShipments: 'All parcels sent',
  deliverShipments: 'All parcels delivered',
  refuseOrder: 'Order refused',
  cancelOrder: 'Order cancelled',
  undoOrder: 'Undoing the order failed',
  requestRefund: 'Refund requested',
  withdrawShipments: 'Parcel withdrawn',
  refundLines: 'Lines refunded',
  retryUndoing: 'Undoing tried again',
  settleOrder: 'Settled by hand',
};

const doers = { customer: 'the customer', owner: 'the owner', clock: 'a timeout' } as const;

export interface TimelineWords {
  text: string;
  by?: string;
}

export function timelineWords({ step, state, by }: Pick<TimelineEntry, 'step' | 'state' | 'by'>): TimelineWords {
  const [name = '', number] = step.split(':');
  const again = number !== undefined && /^\d+$/.test(number) ? ` (${number})` : '';
  return { text: `${textOf(name, number, state)}${again}`, ...(by && { by: doers[by] }) };
}

function textOf(name: string, part: string | undefined, state: string): string {
  if (name === 'mail') return `Mail “${part}” was not sent`;
  if (name === 'refundOrder') return state === 'compensationFailed' ? 'Refund failed' : 'Order refunded';
  return steps[name] ?? name;
}
