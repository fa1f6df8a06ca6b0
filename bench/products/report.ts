// Formats the rounds of the product list as a table and as one line of JSON, with the bounds that are missed.

export interface Round {
  /** All products, page by page, from a host that has just started. */
  allMs: number;
  /** A page that the client has already. */
  notModifiedMs: number;
  /** Storage operations of the page that needed most. */
  operationsAPage: number;
}

export interface Rounds {
  now: Round[];
  before: Round[];
}

export const bounds = { allFaster: 30, notModifiedFaster: 100, operationsAPage: 5 } as const;

export interface Figures {
  allMs: number;
  notModifiedMs: number;
  beforeMs: number;
  /** How many times faster than the whole list was before. */
  allFaster: number;
  notModifiedFaster: number;
  operationsAPage: number;
}

/** Medians of the rounds; for operations the worst round. */
export function figuresOf({ now, before }: Rounds): Figures {
  const allMs = median(now.map((round) => round.allMs));
  const notModifiedMs = median(now.map((round) => round.notModifiedMs));
  const beforeMs = median(before.map((round) => round.allMs));
  return {
    allMs,
    notModifiedMs,
    beforeMs,
    allFaster: beforeMs / allMs,
    notModifiedFaster: beforeMs / notModifiedMs,
    operationsAPage: now.length > 0 ? Math.max(...now.map((round) => round.operationsAPage)) : Number.NaN,
  };
}

/** What cannot be measured (NaN) misses its bound. */
export function missed({ allFaster, notModifiedFaster, operationsAPage }: Figures): string[] {
  return [
    ...(allFaster >= bounds.allFaster ? [] : ['allFaster']),
    ...(notModifiedFaster >= bounds.notModifiedFaster ? [] : ['notModifiedFaster']),
    ...(operationsAPage <= bounds.operationsAPage ? [] : ['operationsAPage']),
  ];
}

export function table(figures: Figures): string {
  const notMet = missed(figures);
  const row = (what: string, value: string, bound = '', id = '') =>
    `${what.padEnd(52)}${value.padStart(10)}  ${bound.padEnd(8)}${notMet.includes(id) ? 'MISSED' : ''}`.trimEnd();
  return [
    row('2,000 products in one answer, before', `${shown(figures.beforeMs)} ms`),
    row('2,000 products in pages, from a fresh host', `${shown(figures.allMs)} ms`),
    row('  times faster', shown(figures.allFaster), `>= ${bounds.allFaster}`, 'allFaster'),
    row('a page that has not changed (304)', `${shown(figures.notModifiedMs)} ms`),
    row('  times faster', shown(figures.notModifiedFaster), `>= ${bounds.notModifiedFaster}`, 'notModifiedFaster'),
    row(
      'storage operations of a page, at most',
      shown(figures.operationsAPage),
      `<= ${bounds.operationsAPage}`,
      'operationsAPage',
    ),
  ].join('\n');
}

/** One line. */
export function jsonLine(rounds: Rounds): string {
  const figures = figuresOf(rounds);
  const rounded = Object.fromEntries(Object.entries(figures).map(([id, value]) => [id, Number(shown(value))]));
  return JSON.stringify({ bench: 'products', rounds: rounds.now.length, ...rounded, missed: missed(figures) });
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

function shown(value: number): string {
  return value < 100 && !Number.isInteger(value) ? value.toFixed(1) : value.toFixed(0);
}
