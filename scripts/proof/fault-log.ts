// Keeps what was done to the shop on purpose, and tells which of the orders that were hit have come to their end.

import type { SurvivedFault } from './proof-state';

export interface FaultLog {
  add(fault: Pick<SurvivedFault, 'kind' | 'card'>, underWay: readonly string[]): void;
  /** The latest first. @param ended ids of the orders that have come to their end. */
  list(ended: ReadonlySet<string>): SurvivedFault[];
}

interface Entry extends Omit<SurvivedFault, 'hit' | 'ended'> {
  underWay: readonly string[];
}

export function makeFaultLog(now: () => Date): FaultLog {
  const entries: Entry[] = [];
  return {
    add(fault, underWay) {
      entries.unshift({ ...fault, number: entries.length + 1, at: now().toISOString(), underWay });
    },
    list: (ended) =>
      entries.map(({ underWay, ...entry }) => ({
        ...entry,
        hit: underWay.length,
        ended: underWay.filter((orderId) => ended.has(orderId)).length,
      })),
  };
}
