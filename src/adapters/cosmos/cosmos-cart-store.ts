// Carts in Cosmos DB, one document per customer, guarded by its ETag. One process applies the commands of a cart in
// batches, so only different processes conflict; they retry after a random pause.

import { type Cart, type CartRefusal, emptyCart } from '../../carts/cart';
import { afterOperation, type CartOperation, type CartState, newCartState, resultOf } from '../../carts/cart-state';
import { unlessExpired } from '../../carts/expired-cart';
import type { CartStore } from '../../carts/ports';
import { AppError } from '../../shared/http/errors';
import type { Result } from '../../shared/result';
import { type BatchOutcome, makeBatches } from './batches';
import { isTransient } from './cosmos';
import type { CartDocuments } from './cosmos-cart-documents';
import { withTimeout } from './with-timeout';

export interface CosmosCartTiming {
  /** The longest that a caller waits, in ms. */
  boundMs: number;
  attempts: number;
  /** The pause after a conflict is random, up to this many ms; the limit doubles each time, up to `longestPauseMs`. */
  firstPauseMs: number;
  longestPauseMs: number;
}

export interface CosmosCartStoreOptions {
  documents: Pick<CartDocuments, 'read' | 'write'>;
  /** How long after its last change a cart expires, in ms; by default never. */
  expireAfterMs?: number;
  timing?: CosmosCartTiming;
  /** Ms since the epoch. */
  now: () => number;
  sleep: (ms: number) => Promise<unknown>;
}

const defaultTiming: CosmosCartTiming = { boundMs: 10_000, attempts: 16, firstPauseMs: 8, longestPauseMs: 500 };
/** Fewer than the applied commands that a cart keeps, so that each command finds its outcome in the state. */
const maxBatchSize = 100;

type Applied = Result<Cart, CartRefusal | 'REQUEST.KEY_REUSED'>;

/** Create one per process: it shares the batches. */
export function makeCosmosCartStore(options: CosmosCartStoreOptions): CartStore {
  const { documents, expireAfterMs = Number.POSITIVE_INFINITY, timing = defaultTiming, now, sleep } = options;

  /** One read and one write for all operations. @throws AppError `CART.BUSY` or `DEPENDENCY.UNAVAILABLE`: they may have been applied. */
  async function applyAll(
    customerId: string,
    operations: CartOperation[],
  ): Promise<BatchOutcome<CartOperation, Applied>> {
    const startedAt = performance.now();
    let fault: unknown;
    let pauseMs = timing.firstPauseMs;
    for (let attempt = 1; attempt <= timing.attempts; attempt++) {
      try {
        const state = await attemptAll(customerId, operations);
        if (state) return (operation) => resultIn(state, operation);
        fault = undefined;
      } catch (error) {
        if (!isTransient(error)) throw error;
        // The change may have been written all the same: the next read shows it.
        fault = error;
      }
      if (attempt === timing.attempts || performance.now() - startedAt > timing.boundMs) break;
      await sleep(Math.random() * pauseMs);
      pauseMs = Math.min(2 * pauseMs, timing.longestPauseMs);
    }
    throw fault === undefined ? busy() : unavailable(fault);
  }

  /** The state with all operations applied; undefined when another writer changed the cart in the meantime. */
  async function attemptAll(customerId: string, operations: CartOperation[]): Promise<CartState | undefined> {
    const found = await documents.read(customerId);
    const before: CartState = found ?? newCartState;
    const at = now();
    const after = operations.reduce((state, operation) => afterOperation(state, operation, at, expireAfterMs), before);
    if (after === before) return after;
    return (await documents.write(customerId, after, found?.etag)) ? after : undefined;
  }

  const submit = makeBatches(applyAll, maxBatchSize);

  return {
    async read(customerId) {
      try {
        const found = await withTimeout(timing.boundMs, documents.read(customerId), busy);
        return unlessExpired(found?.cart ?? emptyCart, now(), expireAfterMs);
      } catch (error) {
        throw !(error instanceof AppError) && isTransient(error) ? unavailable(error) : error;
      }
    },
    apply: (customerId, commandId, command) =>
      withTimeout(timing.boundMs, submit(customerId, { commandId, command }), busy),
  };
}

function resultIn(state: CartState, operation: CartOperation): Applied {
  const result = resultOf(state, operation);
  if (!result) throw new Error(`Command ${operation.commandId} is missing in the state to which it was applied.`);
  return result;
}

function busy(): AppError {
  return new AppError('CART.BUSY', 'Try again with the same Idempotency-Key, or read the cart first.');
}

function unavailable(cause: unknown): AppError {
  return new AppError('DEPENDENCY.UNAVAILABLE', 'Try again shortly.', {}, { cause });
}
