// Defines the figures measured for orders, and their bounds.

export interface Figures {
  /** POST → 202, one order at a time. */
  acceptP50Ms: number;
  acceptP95Ms: number;
  /** POST → shipped, by orders in flight, while earlier orders are being delivered. */
  perSecond1: number;
  shippedP50Ms1: number;
  shippedP95Ms1: number;
  perSecond16: number;
  shippedP50Ms16: number;
  shippedP95Ms16: number;
  perSecond64: number;
  shippedP50Ms64: number;
  shippedP95Ms64: number;
  /** The slowest round with 64 in flight; the figures above are from the fastest. */
  slowest64: number;
  /** The host's CPU time per order, with 64 in flight; -1 without /proc. */
  cpuMs: number;
  /** Of the host with all its processes; -1 without /proc. */
  memoryMb: number;
  /** Per two-line order, from its POST until it is delivered. */
  activities: number;
  entityOperations: number;
  storageOperations: number;
  /** Of the sandbox's payment provider and carrier, which use the same storage. */
  sandboxOperations: number;
}

export type FigureId = keyof Figures;

export interface Figure {
  id: FigureId;
  what: string;
  unit: string;
  /** Absent = for information only. */
  bound?: { atMost: number } | { atLeast: number };
}

export const figures: Figure[] = [
  { id: 'acceptP50Ms', what: 'POST to 202, 1 in flight, p50', unit: 'ms', bound: { atMost: 80 } },
  { id: 'acceptP95Ms', what: 'the same, p95', unit: 'ms' },
  { id: 'perSecond1', what: 'to shipped, 1 in flight', unit: 'orders/s' },
  { id: 'shippedP50Ms1', what: 'the same, p50', unit: 'ms' },
  { id: 'shippedP95Ms1', what: 'the same, p95', unit: 'ms' },
  { id: 'perSecond16', what: 'to shipped, 16 in flight', unit: 'orders/s' },
  { id: 'shippedP50Ms16', what: 'the same, p50', unit: 'ms' },
  { id: 'shippedP95Ms16', what: 'the same, p95', unit: 'ms' },
  { id: 'perSecond64', what: 'to shipped, 64 in flight', unit: 'orders/s', bound: { atLeast: 30 } },
  { id: 'shippedP50Ms64', what: 'the same, p50', unit: 'ms' },
  { id: 'shippedP95Ms64', what: 'the same, p95', unit: 'ms' },
  { id: 'slowest64', what: 'the slowest of its three rounds', unit: 'orders/s' },
  { id: 'cpuMs', what: 'CPU time of the host per order with cart', unit: 'ms' },
  { id: 'memoryMb', what: 'memory of the host afterwards', unit: 'MB' },
  { id: 'activities', what: 'activities of a two-line order', unit: '', bound: { atMost: 10 } },
  { id: 'entityOperations', what: 'its entity operations', unit: '', bound: { atMost: 6 } },
  { id: 'storageOperations', what: 'storage operations beside the task hub', unit: '', bound: { atMost: 14 } },
  { id: 'sandboxOperations', what: 'storage operations of the sandbox', unit: '' },
];

/** False for a figure without a bound. */
export function missesBound({ bound }: Figure, value: number): boolean {
  if (bound === undefined) return false;
  // NaN misses every bound.
  return 'atMost' in bound ? !(value <= bound.atMost) : !(value >= bound.atLeast);
}
