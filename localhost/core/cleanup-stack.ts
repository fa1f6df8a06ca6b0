// What must be given back at the end or when the start fails: socket, emulator, folder, in reverse order.

export interface CleanupStack {
  add(release: () => void | Promise<void>): void;
  /** Goes on after a failure and throws the first one at the end. A second call waits for the first. */
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
