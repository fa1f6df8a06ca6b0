// A dialog that asks before something is done, with a form for what it needs. It stays open, with the reason, when the act was
// refused.

import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Dialog } from '../../shared/dialog';
import { newOnceHeader, type OnceHeader } from '../console-api';
import { ProblemNote } from './problem-note';
import { useAct } from './use-act';

export interface ActDialogProps {
  /** As a question or an instruction: `Refund lines`. */
  title: string;
  /** What the button says; the verb of the title. */
  action: string;
  /** Whether it takes something away that does not come back. */
  isDestructive?: boolean;
  /** False while there is nothing to do: no unit is chosen, for example. A missing text is told by its field. */
  isReady?: boolean;
  /** The Idempotency-Key is the same for each attempt of one opening of the dialog. */
  act: (header: OnceHeader) => Promise<void>;
  onClose: () => void;
  children?: ComponentChildren;
}

export function ActDialog({ title, action, isDestructive, isReady = true, act, onClose, children }: ActDialogProps) {
  const { isBusy, fault, run } = useAct();
  const [header] = useState(newOnceHeader);
  async function submit(event: SubmitEvent) {
    event.preventDefault();
    if (await run(() => act(header))) onClose();
  }
  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={(event) => void submit(event)} class="stack">
        {children}
        {fault !== undefined && <ProblemNote fault={fault} />}
        <div class="dialog-buttons">
          <button type="button" class="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" class={`button ${isDestructive ? 'danger' : 'primary'}`} disabled={isBusy || !isReady}>
            {isBusy ? 'One moment …' : action}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
