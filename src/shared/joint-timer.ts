// One timer for all that this process writes behind: what could wait longer is written together with what is due, so that both can
// share a storage operation.

export interface JointTimer {
  /** Runs the work once, after `ms` at the latest: earlier when other work is due. Work that already waits keeps its time. */
  within(ms: number, work: () => void): void;
}

export function makeJointTimer(): JointTimer {
  const waiting = new Set<() => void>();
  let timer: NodeJS.Timeout | undefined;
  let dueAt = Number.POSITIVE_INFINITY;

  function ring(): void {
    const due = [...waiting];
    waiting.clear();
    dueAt = Number.POSITIVE_INFINITY;
    for (const work of due) work();
  }

  return {
    within(ms, work) {
      if (waiting.has(work)) return;
      waiting.add(work);
      const at = performance.now() + ms;
      if (at >= dueAt) return;
      dueAt = at;
      clearTimeout(timer);
      timer = setTimeout(ring, ms);
      timer.unref();
    },
  };
}
