// Two processes change one cart concurrently; fast-check chooses the order of their reads and writes and which of them fail.
// The result always equals that of some sequential order of the commands, each applied once.

import fc from 'fast-check';
import type { CartDocument, CartDocuments } from '../../../src/adapters/cosmos/cosmos-cart-documents';
import { makeCosmosCartStore } from '../../../src/adapters/cosmos/cosmos-cart-store';
import { applyToCart, type CartCommand, emptyCart } from '../../../src/carts/cart';
import { newCartState } from '../../../src/carts/cart-state';
import type { CartStore } from '../../../src/carts/ports';
import { aCommand } from '../../helpers/cart-arbitraries';

type Mishap = 'none' | 'before' | 'after';

/** Documents whose calls complete when the scheduler decides; `mishaps` are failures of consecutive writes. */
function scheduledDocuments(scheduler: fc.Scheduler, mishaps: Mishap[]) {
  let stored: CartDocument | undefined;
  let tag = 0;
  const lost = () => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
  const documents: Pick<CartDocuments, 'read' | 'write'> = {
    async read() {
      await scheduler.schedule(Promise.resolve(), 'read arrives');
      const found = stored;
      await scheduler.schedule(Promise.resolve(), 'read is answered');
      return found;
    },
    async write(_customerId, state, etag) {
      await scheduler.schedule(Promise.resolve(), 'write arrives');
      const mishap = mishaps.shift() ?? 'none';
      if (mishap === 'before') throw lost();
      if (stored?.etag !== etag) return false;
      stored = { ...state, etag: String(++tag) };
      if (mishap === 'after') throw lost();
      await scheduler.schedule(Promise.resolve(), 'write is answered');
      return true;
    },
  };
  return { documents, state: () => stored ?? { ...newCartState, etag: '' } };
}

function storeOver(documents: Pick<CartDocuments, 'read' | 'write'>, scheduler: fc.Scheduler): CartStore {
  return makeCosmosCartStore({
    documents,
    // The scheduler does not advance time, so only the number of attempts limits waiting.
    timing: { boundMs: 60_000, attempts: 50, firstPauseMs: 0, longestPauseMs: 0 },
    now: () => 0,
    sleep: () => scheduler.schedule(Promise.resolve(), 'a pause ends'),
  });
}

it('any interleaving of commands gives the result of some sequential order', async () => {
  const commands = fc.array(aCommand, { minLength: 2, maxLength: 8 });
  const mishaps = fc.array(fc.constantFrom<Mishap[]>('none', 'none', 'before', 'after'), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), commands, mishaps, async (scheduler, sent, faults) => {
      const { documents, state } = scheduledDocuments(scheduler, [...faults]);
      const stores = [storeOver(documents, scheduler), storeOver(documents, scheduler)];
      // Every second command goes to both processes, like that of a client that gave up waiting and repeats it.
      const sending = sent.flatMap((command, n) =>
        (n % 2 === 0 ? stores : [stores[n % 3 === 0 ? 0 : 1]]).map((store) => store?.apply('cus_1', `c${n}`, command)),
      );
      const results = Promise.all(sending);
      await scheduler.waitFor(results);
      const { cart, applied } = state();
      expect(applied.map(({ id }) => id).sort()).toEqual(sent.map((_, n) => `c${n}`));
      const inThatOrder = applied.flatMap(({ id }) => sent[Number(id.slice(1))] ?? []);
      expect(cart).toEqual(replayed(inThatOrder));
      for (const [n, { refusal }] of applied.entries()) {
        expect(refusal === undefined).toBe(isAccepted(inThatOrder, n));
      }
    }),
    { numRuns: 300 },
  );
}, 30_000);

function replayed(commands: CartCommand[]) {
  return commands.reduce((cart, command) => {
    const result = applyToCart(cart, command, 0);
    return result.ok ? result.value : cart;
  }, emptyCart);
}

function isAccepted(commands: CartCommand[], n: number): boolean {
  const command = commands[n];
  return command !== undefined && applyToCart(replayed(commands.slice(0, n)), command, 0).ok;
}
