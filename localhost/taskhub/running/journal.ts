// Group commit: all writes of one turn of the event loop go into one transaction, and what follows from a write begins
// only after it is stored. So a result that was reported is never lost, and a busy hub does not pay for each write.

import type { Store } from '../store';

export interface Journal {
  /**
   * Adds a write to the next transaction.
   * @param apply runs inside the transaction; it must not throw but for a broken store.
   * @param committed runs after it, in the order in which the writes were added.
   * @param failed runs instead when the store is broken or closed.
   */
  add(apply: () => void, committed: () => void, failed?: (error: unknown) => void): void;
  /** Like `add`, for those who wait for what `apply` found. */
  write<T>(apply: () => T): Promise<T>;
  /** Commits what was added; later writes fail. */
  close(): void;
}

export interface JournalDeps {
  store: Pick<Store, 'transaction'>;
  /** Called after each commit. */
  afterCommit(): void;
  /** The store is broken (a full disk, say): nothing of that transaction counts. */
  onFailure(error: unknown): void;
}

interface Entry {
  apply(): void;
  committed(): void;
  failed?: ((error: unknown) => void) | undefined;
}

export function makeJournal({ store, afterCommit, onFailure }: JournalDeps): Journal {
  let entries: Entry[] = [];
  let scheduled = false;
  let closed = false;

  function add(apply: () => void, committed: () => void, failed?: (error: unknown) => void): void {
    if (closed) {
      failed?.(new Error('The task hub is closed.'));
      return;
    }
    entries.push({ apply, committed, failed });
    if (scheduled) return;
    scheduled = true;
    setImmediate(flush);
  }

  function flush(): void {
    scheduled = false;
    if (entries.length === 0) return;
    const batch = entries;
    entries = [];
    try {
      store.transaction(() => {
        for (const entry of batch) entry.apply();
      });
    } catch (error) {
      for (const entry of batch) entry.failed?.(error);
      onFailure(error);
      return;
    }
    for (const entry of batch) entry.committed();
    afterCommit();
  }

  return {
    add,
    write<T>(apply: () => T): Promise<T> {
      return new Promise((resolve, reject) => {
        let found: { value: T } | undefined;
        const committed = () => {
          if (found) resolve(found.value);
        };
        add(
          () => {
            found = { value: apply() };
          },
          committed,
          reject,
        );
      });
    },
    close() {
      flush();
      closed = true;
    },
  };
}
