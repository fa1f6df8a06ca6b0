// Asks before an act that cannot be taken back. It opens with the focus on the way out.

import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';

export interface ConfirmDialogProps {
  title: string;
  children: ComponentChildren;
  /** What the button that acts says, such as `Cancel the order`. */
  act: string;
  dismiss: string;
  isBusy?: boolean;
  onAct(): void;
  onDismiss(): void;
}

export function ConfirmDialog({ title, children, act, dismiss, isBusy = false, onAct, onDismiss }: ConfirmDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} aria-labelledby={titleId} onCancel={onDismiss} onClose={onDismiss}>
      <h2 id={titleId}>{title}</h2>
      {children}
      <div class="actions">
        <button type="button" class="button" onClick={onDismiss} disabled={isBusy}>
          {dismiss}
        </button>
        <button type="button" class="button button-danger" onClick={onAct} disabled={isBusy}>
          {act}
        </button>
      </div>
    </dialog>
  );
}
