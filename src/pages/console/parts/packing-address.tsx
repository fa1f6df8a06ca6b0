// The address for the label of a parcel, loaded when somebody asks for it: the picking list itself names nobody.

import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { OwnerOrder } from '../schemas';
import { useConsole } from './console-context';
import { PostalAddress } from './postal-address';
import { ProblemNote } from './problem-note';
import { useAct } from './use-act';

/** @param children further buttons, which stand beside the one that loads. */
export function PackingAddress({ orderId, children }: { orderId: string; children: ComponentChildren }) {
  const { api } = useConsole();
  const { isBusy, fault, run } = useAct();
  const [to, setTo] = useState<OwnerOrder['shippingAddress']>();
  const load = () => run(async () => setTo((await api.order(orderId, new AbortController().signal)).shippingAddress));
  return (
    <>
      {to && <PostalAddress to={to} />}
      {fault !== undefined && <ProblemNote fault={fault} />}
      <div class="actions actions-even">
        {!to && (
          <button type="button" class="button" disabled={isBusy} onClick={() => void load()}>
            Show the address
          </button>
        )}
        {children}
      </div>
    </>
  );
}
