// Group commit: all writes of one turn of the event loop share one transaction, and their effects start only after the
// commit. So a reported result is never lost, and a busy task hub does not need a transaction per write.

import type { Store } from '../store';

export interface GroupCommit {
  /**
   * Adds a write to the next transaction.
   * @param apply runs inside the transaction. It runs again, in its own transaction, if another write has failed.
   * @param committed runs after the commit, in the order in which the writes were added.
   * @param failed runs instead if `apply` threw or the task hub is closed. Nothing is stored then.
   */
  add(apply: () => void, committed: () => void, failed: (error: unknown) => void): void;
  /** Like `add`, and resolves to the result of `apply`. */
  write<T>(apply: () => T): Promise<T>;
  /** True when no write waits for its transaction. */
  isIdle(): boolean;
  /** Commits the added writes. Later writes fail. */
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
    isIdle: () => entries.length === 0,
    close() {
      flush();
      closed = true;
    },
  };
}

/**
 * Commits all entries in one transaction or, if one of them throws, each in its own.
 * @returns the committed entries.
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
