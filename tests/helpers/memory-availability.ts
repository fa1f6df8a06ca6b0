// The availability store of tests: in memory, with the marks in the open.

import { type Availability, laterOf } from '../../src/stock/availability';
import type { AvailabilityMarks, AvailabilityStore } from '../../src/stock/ports';

export interface MemoryAvailability extends AvailabilityStore {
  products: Map<string, Availability>;
  marks: AvailabilityMarks;
  /** The skus of each write. */
  writes: string[][];
  /** While set, every call fails with it. */
  failure: Error | undefined;
}

/** @param now ms since the epoch. */
export function makeMemoryAvailability(now: () => number = Date.now): MemoryAvailability {
  const reachable = async () => {
    if (memory.failure) throw memory.failure;
  };
  const removeWriters = (ids: string[]) => {
    memory.marks.writers = memory.marks.writers.filter(({ writerId }) => !ids.includes(writerId));
  };
  const memory: MemoryAvailability = {
    products: new Map(),
    marks: { writers: [], healing: undefined },
    writes: [],
    failure: undefined,
    async read() {
      await reachable();
      return new Map(memory.products);
    },
    async write(changes, writerId, areLast) {
      await reachable();
      memory.writes.push([...changes.keys()]);
      for (const [sku, one] of changes) memory.products.set(sku, laterOf(memory.products.get(sku), one));
      if (writerId === undefined) return;
      if (areLast) removeWriters([writerId]);
      else await memory.openWriter(writerId);
    },
    async openWriter(writerId) {
      await reachable();
      removeWriters([writerId]);
      memory.marks.writers.push({ writerId, openedAt: now() });
    },
    async readMarks() {
      await reachable();
      return structuredClone(memory.marks);
    },
    async markHealing(healing) {
      await reachable();
      memory.marks.healing = healing;
    },
    async removeWriters(ids) {
      await reachable();
      removeWriters(ids);
    },
  };
  return memory;
}
