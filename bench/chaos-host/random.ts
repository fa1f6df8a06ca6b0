// Seeded random choices: the same seed gives the same plan.

import { createHash } from 'node:crypto';

export interface Random {
  /** An integer, both bounds included. */
  between(least: number, most: number): number;
  /** @param items at least one. */
  pick<T>(items: readonly [T, ...T[]]): T;
  /** @param probability from 0 to 1. */
  chance(probability: number): boolean;
}

export function seededRandom(seed: number): Random {
  let drawn = 0;
  const next = () => createHash('sha256').update(`${seed}/${drawn++}`).digest().readUInt32LE(0) / 2 ** 32;
  const between = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  return {
    between,
    pick: (items) => items[between(0, items.length - 1)] ?? items[0],
    chance: (probability) => next() < probability,
  };
}
