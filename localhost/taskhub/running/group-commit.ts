// Group commit: all writes of one turn of the event loop go into one transaction, and what follows from a write begins
// only after it is stored. So a result that was reported is never lost, and a busy hub does not pay for each write.

import type { Store } from '../store';

export interface GroupCommit {
  /**
   * Adds a write to the next transaction.
   * @param apply runs inside the transaction, and once more by itself when another write of that transaction failed.
   * @param committed runs after it, in the order in which the writes were added.
   * @param failed runs instead when `apply` threw or the store is closed; nothing of it is stored then.
   */
  add(apply: () => void, committed: () => void, failed: (error: unknown) => void): void;
  /** Like `add`, for those who wait for what `apply` found. */
  write<T>(apply: () => T): Promise<T>;
  /** Commits what was added; later writes fail. */
  close(): void;
}

export interface GroupCommitDeps {
  store: Pick<Store, 'transaction'>;
  /** Called after each commit. */
  afterCommit(): void;
}

interface Entry {
  apply(): void;
  committed(): void;
  failed(error: unknown): void;
}

export function makeGroupCommit({ store, afterCommit }: GroupCommitDeps): GroupCommit {
  let entries: Entry[] = [];
  let scheduled = false;
  let closed = false;

  function add(apply: () => void, committed: () => void, failed: (error: unknown) => void): void {
    if (closed) {
      failed(new Error('The task hub is closed.'));
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
    for (const entry of commit(store, batch)) entry.committed();
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

/**
 * Commits all entries together, or, when one of them throws, each by itself.
 * @returns those that were committed.
 */
function commit(store: GroupCommitDeps['store'], batch: Entry[]): Entry[] {
  try {
    store.transaction(() => {
      for (const entry of batch) entry.apply();
    });
    return batch;
  } catch (error) {
    const [only, ...others] = batch;
    if (!only || others.length > 0) return batch.flatMap((entry) => commit(store, [entry]));
    only.failed(error);
    return [];
  }
}
