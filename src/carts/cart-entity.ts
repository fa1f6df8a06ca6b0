// The durable entity `cart` (key: customer id): applies concurrent changes one after the other, so that none is lost.
// It never throws: the caller of an entity would get the error without its text.

import type { EntityContext } from 'durable-functions';
import { z } from 'zod';
import { refused } from '../shared/result';
import { emptyCart } from './cart';
import { afterOperation, type CartState, newCartState, resultOf } from './cart-state';

const line = z.object({ sku: z.string(), quantity: z.number() });
const onlyIfVersion = z.array(z.number()).exactOptional();
const operation = z.object({
  commandId: z.string(),
  command: z.discriminatedUnion('kind', [
    line.extend({ kind: z.literal('add'), onlyIfVersion }),
    line.extend({ kind: z.literal('set'), onlyIfVersion }),
    z.object({ kind: z.literal('remove'), sku: z.string(), onlyIfVersion }),
    z.object({ kind: z.literal('clear'), onlyIfVersion }),
    z.object({ kind: z.literal('merge'), lines: z.array(line), onlyIfVersion }),
    z.object({ kind: z.literal('checkout'), lines: z.array(line), orderId: z.string().exactOptional(), onlyIfVersion }),
    z.object({
      kind: z.literal('giveBack'),
      orderId: z.string(),
      lines: z.array(line).exactOptional(),
      ifBefore: z.string().exactOptional(),
      onlyIfVersion,
    }),
    z.object({ kind: z.literal('move'), to: z.string(), onlyIfVersion }),
    z.object({ kind: z.literal('moved'), to: z.string(), onlyIfVersion }),
  ]),
});

/** Operation `apply` takes a `CartOperation` and returns a result with the cart. */
export function cartEntity(context: EntityContext<CartState>): void {
  const { df } = context;
  if (df.operationName !== 'apply') {
    df.return(refused('REQUEST.INVALID', `The cart has no operation ${df.operationName}.`));
    return;
  }
  const input = operation.safeParse(df.getInput<unknown>());
  if (!input.success) {
    context.warn(`cart ${df.entityKey}: an operation was refused as malformed: ${z.prettifyError(input.error)}`);
    df.return(refused('REQUEST.INVALID', 'The operation is malformed.'));
    return;
  }
  const state = afterOperation(stateOf(context), input.data, Date.now());
  df.setState(state);
  df.return(resultOf(state, input.data));
}

function stateOf({ df }: EntityContext<CartState>): CartState {
  const { cart, applied } = df.getState(() => newCartState) ?? newCartState;
  // A state stored by an earlier version lacks members that were added later.
  return { cart: { ...emptyCart, ...cart }, applied };
}
