// The way out of an order that could not be undone: undo it once more, or note how it was settled by hand.

import { useState } from 'preact/hooks';
import { Field } from '../../shared/field';
import type { OnceHeader } from '../console-api';
import { ActDialog } from '../parts/act-dialog';
import { useConsole } from '../parts/console-context';
import type { OwnerOrder } from '../schemas';

export interface ResolutionDialogProps {
  order: OwnerOrder;
  resolution: 'retry' | 'settled';
  onClose: () => void;
  onDone: () => void;
}

export function ResolutionDialog({ order, resolution, onClose, onDone }: ResolutionDialogProps) {
  const { api, announce } = useConsole();
  const [reason, setReason] = useState('');
  const isSettled = resolution === 'settled';
  async function act(header: OnceHeader) {
    const text = reason.trim();
    await api.resolve(
      order.orderId,
      isSettled ? { resolution, reason: text } : { resolution, ...(text && { reason: text }) },
      header,
    );
    announce(isSettled ? 'The order is settled.' : 'It is being tried again.');
    onDone();
  }
  return (
    <ActDialog
      title={isSettled ? 'Note that it is settled?' : 'Try it again?'}
      action={isSettled ? 'It is settled' : 'Try again'}
      isDestructive={isSettled}
      act={act}
      onClose={onClose}
    >
      <p>
        {isSettled
          ? 'Nothing is done any more: you have paid back, released or restocked by hand what was left.'
          : 'What failed is done once more. What was done already is not done twice.'}
      </p>
      <Field
        label={isSettled ? 'How it was settled' : 'Reason (optional)'}
        hint="Only you see it."
        value={reason}
        onInput={setReason}
        maxLength={500}
        required={isSettled}
      />
    </ActDialog>
  );
}
