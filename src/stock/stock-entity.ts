// The durable entity `stock` (key: sku): applies one operation after the other, so that the last unit is sold once.
// It never throws: the caller of an entity would get the error without its text.

import type { EntityContext } from 'durable-functions';
import { z } from 'zod';
import { refused } from '../shared/result';
import { noStock, type Stock } from './stock';
import { afterAdjustment, afterOrderOperation, newStockState, resultOf, type StockState } from './stock-state';

const orderId = z.string().min(1);
const part = z.object({ id: z.string().min(1), quantity: z.int().min(1) });
const orderOperation = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('reserve'),
    orderId,
    quantity: z.int().min(1),
    expiresAt: z.iso.datetime({ offset: true }),
  }),
  z.object({ kind: z.enum(['release', 'commit']), orderId }),
  z.object({ kind: z.literal('restock'), orderId, soldQuantity: z.int().min(1).optional(), part: part.optional() }),
]);
const adjustOperation = z.object({
  commandId: z.string().min(1),
  adjustment: z.object({ delta: z.int(), reason: z.string() }),
});

type StockEntity = (context: EntityContext<StockState>) => void;

/**
 * The operations of `StockOperations` in the shared contracts, and `adjust` with an `AdjustOperation`; each returns a result.
 * @param changed hears of the stock after each operation, before it is durable. It must not throw.
 */
export function makeStockEntity(changed: (sku: string, stock: Stock) => void = () => undefined): StockEntity {
  return (context) => {
    const { df } = context;
    const state = df.operationName === 'adjust' ? adjust(context) : operateForOrder(context);
    if (state) changed(df.entityKey, state.stock);
  };
}

/** The entity alone, which tells nobody. */
export const stockEntity = makeStockEntity();

function adjust(context: EntityContext<StockState>): StockState | undefined {
  const { df } = context;
  const operation = adjustOperation.safeParse(df.getInput<unknown>());
  if (!operation.success) return refuse(context, operation.error);
  const state = afterAdjustment(stateOf(context), operation.data, Date.now());
  df.setState(state);
  df.return(resultOf(state, operation.data));
  return state;
}

function operateForOrder(context: EntityContext<StockState>): StockState | undefined {
  const { df } = context;
  const input = df.getInput<unknown>();
  const operation = orderOperation.safeParse(typeof input === 'object' ? { ...input, kind: df.operationName } : input);
  if (!operation.success) return refuse(context, operation.error);
  const { state, result } = afterOrderOperation(stateOf(context), operation.data, Date.now());
  df.setState(state);
  df.return(result);
  return state;
}

function stateOf({ df }: EntityContext<StockState>): StockState {
  const { stock, applied } = df.getState(() => newStockState) ?? newStockState;
  // A state stored by an earlier version lacks lists that were added later.
  return { stock: { ...noStock, ...stock }, applied };
}

function refuse(context: EntityContext<StockState>, error: z.ZodError): undefined {
  const { df } = context;
  context.warn(`stock ${df.entityKey}: ${df.operationName} was refused as malformed: ${z.prettifyError(error)}`);
  df.return(refused('REQUEST.INVALID', `The operation ${df.operationName} is unknown or malformed.`));
}
