// Seeded random numbers, so that a failing run can be repeated.

/** Numbers from 0 to below 1 from a linear congruential generator (the constants of Numerical Recipes). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
