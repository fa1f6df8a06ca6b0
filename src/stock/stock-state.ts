// The state of the entity `stock`: the stock, and the adjustments it has applied, so that each is applied once.
// Reservations and sales need no such list: the order id identifies them.

import { type AppliedCommand, commandOutcome, remember } from '../shared/durable/applied-commands';
import type { Result } from '../shared/result';
import { noStock, type Stock } from './stock';
import { applyToStock, type StockOperation, type StockOutcome, type StockRefusal } from './stock-operations';

export interface StockState {
  stock: Stock;
  applied: AppliedCommand<StockRefusal>[];
}

/** Adjustments that are remembered for a day: the owner makes them, one now and then. */
const adjustmentsKept = 20;

/** Units that arrived (positive) or left without a sale (negative). */
export interface Adjustment {
  delta: number;
  reason: string;
}

/** Input of the entity's operation `adjust`. */
export interface AdjustOperation {
  commandId: string;
  adjustment: Adjustment;
}

export const newStockState: StockState = { stock: noStock, applied: [] };

/** The state after an adjustment; a repeated one changes nothing. `now` in ms since the epoch. */
export function afterAdjustment(state: StockState, operation: AdjustOperation, now: number): StockState {
  const { commandId, adjustment } = operation;
  if (commandOutcome(state.applied, commandId, adjustment)) return state;
  const { stock, result } = applyToStock(state.stock, { kind: 'adjust', ...adjustment }, now);
  const refusal = result.ok ? undefined : result;
  return {
    stock,
    applied: remember(state.applied, { id: commandId, content: adjustment, refusal }, now, adjustmentsKept),
  };
}

/** The result of an adjustment with the current stock; undefined when it has not been applied (yet). */
export function resultOf(
  state: StockState,
  { commandId, adjustment }: AdjustOperation,
): Result<Stock, StockRefusal | 'REQUEST.KEY_REUSED'> | undefined {
  const outcome = commandOutcome(state.applied, commandId, adjustment);
  return outcome?.ok ? { ok: true, value: state.stock } : outcome;
}

/** The state after an order's operation, and the operation's result. */
export function afterOrderOperation(
  state: StockState,
  operation: Exclude<StockOperation, { kind: 'adjust' }>,
  now: number,
): { state: StockState; result: StockOutcome['result'] } {
  const { stock, result } = applyToStock(state.stock, operation, now);
  return { state: { ...state, stock }, result };
}
