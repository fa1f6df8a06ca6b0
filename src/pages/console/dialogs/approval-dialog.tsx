// Approves or rejects an order, with the reason that the timeline keeps.

import { useState } from 'preact/hooks';
import { Field } from '../../shared/field';
import { Money } from '../../shared/money';
import { ActDialog } from '../parts/act-dialog';
import { useConsole } from '../parts/console-context';
import type { OwnerOrder } from '../schemas';

export interface ApprovalDialogProps {
  order: OwnerOrder;
  decision: 'approve' | 'reject';
  onClose: () => void;
  onDone: () => void;
}

export function ApprovalDialog({ order, decision, onClose, onDone }: ApprovalDialogProps) {
  const { api, announce } = useConsole();
  const [reason, setReason] = useState('');
  const isRejection = decision === 'reject';
  async function act() {
    await api.decide(order.orderId, { decision, reason: reason.trim() });
    announce(isRejection ? 'The order is rejected.' : 'The order is approved.');
    onDone();
  }
  return (
    <ActDialog
      title={isRejection ? 'Reject this order?' : 'Approve this order?'}
      action={isRejection ? 'Reject' : 'Approve'}
      isDestructive={isRejection}
      act={act}
      onClose={onClose}
    >
      <p>
        {isRejection
          ? 'The payment is released, the stock becomes free, and the customer gets a mail.'
          : 'The payment is captured and the parcels are prepared. The customer can no longer cancel.'}{' '}
        The total is <Money value={order.total} />.
      </p>
      <Field label="Reason" hint="Only you see it." value={reason} onInput={setReason} maxLength={500} required />
    </ActDialog>
  );
}
