// Defines the figures, their bounds, and the genuine host's values for comparison.

export type FigureId =
  | 'startMs'
  | 'coldStartMs'
  | 'chainsPerSecond'
  | 'chainActivitiesPerSecond'
  | 'chainP50Ms'
  | 'fanOutPerSecond'
  | 'signals500Ms'
  | 'signals2000Ms'
  | 'queue200Ms'
  | 'httpPerSecond'
  | 'rssMb'
  | 'idleCpuPercent';

/** Measured values; absent if this system or host cannot measure it. */
export type Figures = Partial<Record<FigureId, number>>;

export interface Figure {
  id: FigureId;
  what: string;
  unit: string;
  /** Absent = for information only. */
  bound?: { atLeast: number } | { atMost: number };
  /** The value for Azure Functions Core Tools 4 on two cores. */
  genuine?: string;
  digits: number;
}

export const figures: Figure[] = [
  {
    id: 'startMs',
    what: 'start to first answered request, Azurite up',
    unit: 'ms',
    bound: { atMost: 1500 },
    genuine: '6700-7500',
    digits: 0,
  },
  { id: 'coldStartMs', what: 'start to first answered request, cold', unit: 'ms', digits: 0 },
  {
    id: 'chainsPerSecond',
    what: 'chain of 5 activities x 200, 64 in flight',
    unit: 'orchestrations/s',
    bound: { atLeast: 200 },
    genuine: '12-14',
    digits: 0,
  },
  { id: 'chainActivitiesPerSecond', what: 'the same in activities', unit: 'activities/s', digits: 0 },
  {
    id: 'chainP50Ms',
    what: 'chain of 5 activities, 1 in flight, p50',
    unit: 'ms',
    bound: { atMost: 20 },
    genuine: '188',
    digits: 1,
  },
  {
    id: 'fanOutPerSecond',
    what: 'fan-out of 1,000 activities',
    unit: 'activities/s',
    bound: { atLeast: 2000 },
    genuine: '128-168',
    digits: 0,
  },
  {
    id: 'signals500Ms',
    what: 'one entity, 500 signals',
    unit: 'ms',
    bound: { atMost: 500 },
    genuine: '1700-2200',
    digits: 0,
  },
  { id: 'signals2000Ms', what: 'one entity, 2,000 signals', unit: 'ms', digits: 0 },
  { id: 'queue200Ms', what: '200 queue messages end to end', unit: 'ms', digits: 0 },
  {
    id: 'httpPerSecond',
    what: 'empty HTTP function, 16 connections',
    unit: 'requests/s',
    bound: { atLeast: 5000 },
    genuine: '2200-3100',
    digits: 0,
  },
  { id: 'rssMb', what: 'resident memory afterwards', unit: 'MB', bound: { atMost: 250 }, genuine: '600', digits: 0 },
  {
    id: 'idleCpuPercent',
    what: 'CPU at idle, of one core',
    unit: '%',
    bound: { atMost: 2 },
    genuine: '3-8',
    digits: 2,
  },
];

/** Higher is better. */
export function isRate(id: FigureId): boolean {
  return id.endsWith('PerSecond');
}

/** False for a figure without a bound. */
export function missesBound(id: FigureId, value: number): boolean {
  const bound = figures.find((figure) => figure.id === id)?.bound;
  if (bound === undefined) return false;
  return 'atLeast' in bound ? value < bound.atLeast : value > bound.atMost;
}
