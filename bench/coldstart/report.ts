// Formats the figures of cold starts as a table and as one line of JSON, with the bounds that are missed.

export type Measured = 'loadLocal' | 'loadAzure' | 'firstAnswer';

/** Milliseconds of each round, in order. */
export type Rounds = Record<Measured, { package: number[]; unbundled: number[] }>;

const rows: { id: Measured; what: string; bound?: number }[] = [
  { id: 'loadLocal', what: 'load until all functions are registered, storage by connection string', bound: 2 },
  { id: 'loadAzure', what: 'the same, storage by identity as in Azure', bound: 2 },
  { id: 'firstAnswer', what: 'local host: start to first answered request, emulator up' },
];

/** How many times faster the package is, by median. */
export function ratioOf({ package: packed, unbundled }: Rounds[Measured]): number {
  return median(unbundled) / median(packed);
}

/** Measurements whose ratio is below their bound. */
export function missed(rounds: Rounds): Measured[] {
  return rows.flatMap(({ id, bound }) => (bound !== undefined && ratioOf(rounds[id]) < bound ? [id] : []));
}

export function table(rounds: Rounds): string {
  const cells = [
    ['cold, median (least - most) in ms', 'package', 'unbundled', 'ratio', 'bound', ''],
    ...rows.map(({ id, what, bound }) => [
      what,
      spread(rounds[id].package),
      spread(rounds[id].unbundled),
      `${ratioOf(rounds[id]).toFixed(2)}x`,
      bound === undefined ? '' : `>= ${bound}x`,
      missed(rounds).includes(id) ? 'MISSED' : '',
    ]),
  ];
  const width = (column: number) => Math.max(...cells.map((row) => row[column]?.length ?? 0));
  return cells
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(width(at)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export function jsonLine(rounds: Rounds, facts: Record<string, unknown>): string {
  const figures = rows.map(({ id }) => {
    const { package: packed, unbundled } = rounds[id];
    const ratio = Number(ratioOf(rounds[id]).toFixed(2));
    return [id, { packageMs: Math.round(median(packed)), unbundledMs: Math.round(median(unbundled)), ratio }];
  });
  return JSON.stringify({ bench: 'coldstart', ...facts, ...Object.fromEntries(figures), missed: missed(rounds) });
}

/** @throws Error for an empty list. */
export function median(values: number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.ceil((sorted.length - 1) / 2)]];
  if (low === undefined || high === undefined) throw new Error('An empty list has no median.');
  return (low + high) / 2;
}

function spread(values: number[]): string {
  return `${Math.round(median(values))} (${Math.round(Math.min(...values))} - ${Math.round(Math.max(...values))})`;
}
