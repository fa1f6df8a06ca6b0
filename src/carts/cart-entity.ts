// The durable entity `cart` (key: customer id): applies concurrent changes one after the other, so that none is lost.
// It never throws: the caller of an entity would get the error without its text.

import type { EntityContext } from 'durable-functions';
import { z } from 'zod';
import { refused } from '../shared/result';
import { emptyCart } from './cart';
import { afterOperation, type CartState, isUntouchedSince, newCartState, resultOf } from './cart-state';

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

const deletion = z.object({ untouchedSince: z.iso.datetime() });

/**
 * Operation `apply` takes a `CartOperation` and returns a result with the cart; a cart expires `expireAfterMs` after its last change.
 * Operation `deleteIfUntouched` takes `{ untouchedSince }` (ISO 8601, UTC), deletes a cart that no command has reached since
 * then, and returns nothing.
 */
export function makeCartEntity(expireAfterMs: number): (context: EntityContext<CartState>) => void {
  return (context) => {
    const { df } = context;
    if (df.operationName === 'apply') apply(context, expireAfterMs);
    else if (df.operationName === 'deleteIfUntouched') deleteIfUntouched(context);
    else df.return(refused('REQUEST.INVALID', `The cart has no operation ${df.operationName}.`));
  };
}

/** `df.return` would bring the entity into being again, even after its deletion. */
function deleteIfUntouched(context: EntityContext<CartState>): void {
  const input = deletion.safeParse(context.df.getInput<unknown>());
  if (!input.success) return;
  if (isUntouchedSince(stateOf(context), Date.parse(input.data.untouchedSince))) context.df.destructOnExit();
}

function apply(context: EntityContext<CartState>, expireAfterMs: number): void {
  const { df } = context;
  const input = operation.safeParse(df.getInput<unknown>());
  if (!input.success) {
    context.warn(`cart ${df.entityKey}: an operation was refused as malformed: ${z.prettifyError(input.error)}`);
    df.return(refused('REQUEST.INVALID', 'The operation is malformed.'));
    return;
  }
  const state = afterOperation(stateOf(context), input.data, Date.now(), expireAfterMs);
  df.setState(state);
  df.return(resultOf(state, input.data));
}

function stateOf({ df }: EntityContext<CartState>): CartState {
  const { cart, applied } = df.getState(() => newCartState) ?? newCartState;
  // A state stored by an earlier version lacks members that were added later.
  return { cart: { ...emptyCart, ...cart }, applied };
}
