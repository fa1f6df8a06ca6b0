// The buttons for what can be done about an order as it is now, each with the dialog that asks first.

import { useState } from 'preact/hooks';
import { ApprovalDialog } from '../dialogs/approval-dialog';
import { RefundDialog } from '../dialogs/refund-dialog';
import { ResolutionDialog } from '../dialogs/resolution-dialog';
import { orderActions } from '../models/order-actions';
import type { OwnerOrder } from '../schemas';

export interface OrderActionBarProps {
  order: OwnerOrder;
  onChange: () => void;
}

type Open = 'approve' | 'reject' | 'refund' | 'retry' | 'settled';

export function OrderActionBar({ order, onChange }: OrderActionBarProps) {
  const [open, setOpen] = useState<Open>();
  const { decide, refund, resolve } = orderActions(order);
  const props = { order, onClose: () => setOpen(undefined), onDone: onChange };
  const button = (what: Open, text: string, look = '') => (
    <button type="button" class={`button ${look}`} onClick={() => setOpen(what)}>
      {text}
    </button>
  );
  return (
    <>
      {(decide || refund || resolve) && (
        <div class="actions">
          {decide && button('approve', 'Approve', 'primary')}
          {decide && button('reject', 'Reject')}
          {resolve && button('retry', 'Try again', 'primary')}
          {resolve && button('settled', 'Settled by hand')}
          {refund && button('refund', 'Refund')}
        </div>
      )}
      {(open === 'approve' || open === 'reject') && <ApprovalDialog {...props} decision={open} />}
      {open === 'refund' && <RefundDialog {...props} />}
      {(open === 'retry' || open === 'settled') && <ResolutionDialog {...props} resolution={open} />}
    </>
  );
}
