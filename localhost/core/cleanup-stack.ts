// Cleanups to run when the host stops or its start fails (close the socket, stop emulators, unlock the data folder),
// last added first.

export interface CleanupStack {
  add(release: () => void | Promise<void>): void;
  /** Runs all cleanups even when one fails, then throws the first failure. A second call waits for the first call. */
  runAll(): Promise<void>;
}

export function makeCleanupStack(): CleanupStack {
  const releases: (() => void | Promise<void>)[] = [];
  let released: Promise<void> | undefined;
  const runAll = async () => {
    const failures: unknown[] = [];
    for (const release of releases.reverse()) {
      try {
        await release();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  };
  return {
    add: (release) => releases.push(release),
    runAll: () => {
      released ??= runAll();
      return released;
    },
  };
}
