// Refunds an order, in full or by lines, and says beforehand what the customer gets back.

import { useState } from 'preact/hooks';
import { Field } from '../../shared/field';
import { Money } from '../../shared/money';
import { QuantityField } from '../../shared/quantity-field';
import type { OnceHeader } from '../console-api';
import { type RefundUnits, refundAmount, refundableLines, refundRequestLines } from '../models/refund-draft';
import { ActDialog } from '../parts/act-dialog';
import { useConsole } from '../parts/console-context';
import type { OwnerOrder } from '../schemas';

export interface RefundDialogProps {
  order: OwnerOrder;
  onClose: () => void;
  onDone: () => void;
}

export function RefundDialog({ order, onClose, onDone }: RefundDialogProps) {
  const { api, announce } = useConsole();
  const lines = refundableLines(order);
  const [units, setUnits] = useState<RefundUnits>(() => Object.fromEntries(lines.map(({ sku, left }) => [sku, left])));
  // What has left the warehouse is not back because it is refunded.
  const [restock, setRestock] = useState(order.state === 'captured');
  const [reason, setReason] = useState('');
  const amount = refundAmount(order, units);

  async function act(header: OnceHeader) {
    const wanted = refundRequestLines(lines, units);
    await api.refund(order.orderId, { ...(wanted && { lines: wanted }), restock, reason: reason.trim() }, header);
    announce('The refund is recorded. The order shows when the money is back.');
    onDone();
  }
  return (
    <ActDialog
      title="Refund this order?"
      action="Refund"
      isDestructive
      isReady={amount > 0}
      act={act}
      onClose={onClose}
    >
      <fieldset class="stack">
        <legend>Units to refund</legend>
        {lines.map(({ sku, name, left }) => (
          <QuantityField
            key={sku}
            label={name}
            hint={`${left} left`}
            value={units[sku] ?? 0}
            min={0}
            max={left}
            onChange={(quantity) => setUnits({ ...units, [sku]: quantity })}
          />
        ))}
      </fieldset>
      <p aria-live="polite">
        The customer gets back{' '}
        <strong>
          <Money value={{ ...order.total, amount }} />
        </strong>
        . Parcels that are not on their way are withdrawn.
      </p>
      <label class="check">
        <input type="checkbox" checked={restock} onChange={({ currentTarget }) => setRestock(currentTarget.checked)} />
        The units return to stock
      </label>
      <Field label="Reason" hint="Only you see it." value={reason} onInput={setReason} maxLength={500} required />
    </ActDialog>
  );
}
