// Carts in Cosmos DB, one document for each customer, written only over the version that was read. Within the process the
// commands of one cart are applied together, so only processes get in each other's way, and try again after a random pause.

import { type Cart, type CartRefusal, emptyCart } from '../../carts/cart';
import { afterOperation, type CartOperation, type CartState, newCartState, resultOf } from '../../carts/cart-state';
import type { CartStore } from '../../carts/ports';
import { AppError } from '../../shared/http/errors';
import type { Result } from '../../shared/result';
import { type BatchOutcome, makeBatches } from './batches';
import { isPassing } from './cosmos';
import type { CartDocuments } from './cosmos-cart-documents';
import { within } from './within';

export interface CosmosCartTiming {
  /** The longest that anybody waits, in ms. */
  boundMs: number;
  attempts: number;
  /** The pause after a lost round is random, up to this many ms; doubled with each, up to the longest. */
  firstPauseMs: number;
  longestPauseMs: number;
}

export interface CosmosCartStoreOptions {
  documents: CartDocuments;
  timing?: CosmosCartTiming;
  /** Ms since the epoch. */
  now: () => number;
  sleep: (ms: number) => Promise<unknown>;
}

const usualTiming: CosmosCartTiming = { boundMs: 10_000, attempts: 16, firstPauseMs: 8, longestPauseMs: 500 };
/** Fewer than a cart remembers, so that each finds its outcome in the state. */
const mostTogether = 100;

type Applied = Result<Cart, CartRefusal | 'REQUEST.KEY_REUSED'>;

/** One for the whole process: the batches in it are shared. */
export function makeCosmosCartStore(options: CosmosCartStoreOptions): CartStore {
  const { documents, timing = usualTiming, now, sleep } = options;

  /** One read and one write for all operations. @throws AppError `CART.BUSY` or `DEPENDENCY.UNAVAILABLE`: perhaps applied. */
  async function applyAll(
    customerId: string,
    operations: CartOperation[],
  ): Promise<BatchOutcome<CartOperation, Applied>> {
    const began = performance.now();
    let fault: unknown;
    let pauseMs = timing.firstPauseMs;
    for (let attempt = 1; attempt <= timing.attempts; attempt++) {
      try {
        const state = await attemptAll(customerId, operations);
        if (state) return (operation) => resultIn(state, operation);
        fault = undefined;
      } catch (error) {
        if (!isPassing(error)) throw error;
        // The change may have been written all the same: the next read tells.
        fault = error;
      }
      if (attempt === timing.attempts || performance.now() - began > timing.boundMs) break;
      await sleep(Math.random() * pauseMs);
      pauseMs = Math.min(2 * pauseMs, timing.longestPauseMs);
    }
    throw fault === undefined ? busy() : unavailable(fault);
  }

  /** The state with all operations applied; undefined when somebody else changed the cart meanwhile. */
  async function attemptAll(customerId: string, operations: CartOperation[]): Promise<CartState | undefined> {
    const found = await documents.read(customerId);
    const before: CartState = found ?? newCartState;
    const at = now();
    const after = operations.reduce((state, operation) => afterOperation(state, operation, at), before);
    if (after === before) return after;
    return (await documents.write(customerId, after, found?.etag)) ? after : undefined;
  }

  const submit = makeBatches(applyAll, mostTogether);

  return {
    async read(customerId) {
      try {
        return (await within(timing.boundMs, documents.read(customerId), busy))?.cart ?? emptyCart;
      } catch (error) {
        throw !(error instanceof AppError) && isPassing(error) ? unavailable(error) : error;
      }
    },
    apply: (customerId, commandId, command) => within(timing.boundMs, submit(customerId, { commandId, command }), busy),
  };
}

function resultIn(state: CartState, operation: CartOperation): Applied {
  const result = resultOf(state, operation);
  if (!result) throw new Error(`Command ${operation.commandId} is not in the state it was applied to.`);
  return result;
}

function busy(): AppError {
  return new AppError('CART.BUSY', 'Try again with the same Idempotency-Key, or read the cart first.');
}

function unavailable(cause: unknown): AppError {
  return new AppError('DEPENDENCY.UNAVAILABLE', 'Please try again shortly.', {}, { cause });
}
