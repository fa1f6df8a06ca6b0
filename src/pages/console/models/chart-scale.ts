// The scale of a bar chart: a round number at its top, and the height of each bar below it.

export interface ChartScale {
  /** The value at the top: 1, 2 or 5 times a power of ten, and at least as large as every bar. */
  top: number;
  /** The part of the height that a value takes, from 0 to 1. */
  share(value: number): number;
}

export function chartScale(values: readonly number[]): ChartScale {
  const top = roundUp(Math.max(1, ...values));
  return { top, share: (value) => Math.max(0, value) / top };
}

function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 5, 10].find((factor) => factor * power >= value) ?? 10;
  return step * power;
}

/** Which labels of an axis are written, so that none touches another: the last one, and every so many before it. */
export function writtenLabels(count: number, most: number): Set<number> {
  const every = Math.max(1, Math.ceil(count / most));
  return new Set(Array.from({ length: count }, (_, n) => n).filter((n) => (count - 1 - n) % every === 0));
}
