// In-memory cart documents that behave like Cosmos DB: stored as JSON, replaced only in the version that was read, with a
// delay.

import type { CartDocuments } from '../../src/adapters/cosmos/cosmos-cart-documents';

export interface FakeCartDocuments extends Pick<CartDocuments, 'read' | 'write'> {
  reads: number;
  writes: number;
  /** Duration of each call in ms, each way. */
  delayMs: number;
  /** Errors that calls throw, the next first; with `after`, a write has taken effect nevertheless. */
  faults: { error: Error; on: 'read' | 'write'; after?: boolean }[];
}

export function makeFakeCartDocuments(): FakeCartDocuments {
  const stored = new Map<string, { text: string; etag: string }>();
  let tags = 0;

  const way = () => new Promise((resolve) => setTimeout(resolve, fake.delayMs / 2));
  function fault(on: 'read' | 'write', after = false): void {
    const [next] = fake.faults;
    if (next?.on !== on || (next.after ?? false) !== after) return;
    fake.faults.shift();
    throw next.error;
  }

  const fake: FakeCartDocuments = {
    reads: 0,
    writes: 0,
    delayMs: 1,
    faults: [],
    async read(customerId) {
      fake.reads++;
      await way();
      fault('read');
      const found = stored.get(customerId);
      await way();
      return found && { ...JSON.parse(found.text), etag: found.etag };
    },
    async write(customerId, state, etag) {
      fake.writes++;
      await way();
      fault('write');
      if (stored.get(customerId)?.etag !== etag) return false;
      stored.set(customerId, { text: JSON.stringify(state), etag: `"${++tags}"` });
      fault('write', true);
      await way();
      return true;
    },
  };
  return fake;
}
