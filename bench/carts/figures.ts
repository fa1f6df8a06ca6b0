// Defines the figures measured for each cart store, and their bounds.

export const storeKinds = ['entity', 'cosmos'] as const;
export type StoreKind = (typeof storeKinds)[number];

export interface Figures {
  /** Units in the cart after 200 parallel adds of one unit. */
  units: number;
  /** Units lost by 200 parallel changes with the tutorial's read-modify-write. */
  tutorialLost: number;
  addP50Ms: number;
  addP99Ms: number;
  hotPerSecond: number;
  hotP50Ms: number;
  hotP99Ms: number;
  spreadPerSecond: number;
  spreadP50Ms: number;
  spreadP99Ms: number;
}

export type FigureId = keyof Figures;
type Bound = { exactly: number } | { atMost: number } | { atLeast: number };

export interface Figure {
  id: FigureId;
  what: string;
  unit: string;
  /** Absent = for information only. */
  bounds?: Record<StoreKind, Bound>;
}

const both = (bound: Bound) => ({ entity: bound, cosmos: bound });

export const figures: Figure[] = [
  { id: 'units', what: '200 parallel adds of one unit, four skus', unit: 'units', bounds: both({ exactly: 200 }) },
  { id: 'tutorialLost', what: 'the same by read, change, put', unit: 'lost' },
  {
    id: 'addP50Ms',
    what: 'add a line, one at a time, p50',
    unit: 'ms',
    bounds: { entity: { atMost: 60 }, cosmos: { atMost: 15 } },
  },
  { id: 'addP99Ms', what: 'the same, p99', unit: 'ms' },
  // The documented throughput of one entity on Azure Storage.
  { id: 'hotPerSecond', what: 'one hot cart, 32 at a time', unit: 'changes/s', bounds: both({ atLeast: 64 }) },
  { id: 'hotP50Ms', what: 'the same, p50', unit: 'ms' },
  { id: 'hotP99Ms', what: 'the same, p99', unit: 'ms' },
  { id: 'spreadPerSecond', what: '200 carts, 32 at a time', unit: 'changes/s' },
  { id: 'spreadP50Ms', what: 'the same, p50', unit: 'ms' },
  { id: 'spreadP99Ms', what: 'the same, p99', unit: 'ms' },
];

/** False for a figure without a bound. */
export function missesBound({ bounds }: Figure, store: StoreKind, value: number): boolean {
  const bound = bounds?.[store];
  if (bound === undefined) return false;
  if ('exactly' in bound) return value !== bound.exactly;
  // NaN misses every bound.
  return 'atMost' in bound ? !(value <= bound.atMost) : !(value >= bound.atLeast);
}

/** Empty for a figure without a bound. */
export function boundText({ bounds }: Figure, store: StoreKind): string {
  const bound = bounds?.[store];
  if (bound === undefined) return '';
  if ('exactly' in bound) return `= ${bound.exactly}`;
  return 'atMost' in bound ? `<= ${bound.atMost}` : `>= ${bound.atLeast}`;
}
