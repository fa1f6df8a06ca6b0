// Formats the rounds of both stores as a table and as one line of JSON, with the bounds that are missed.

import { boundText, type FigureId, type Figures, figures, missesBound, type StoreKind, storeKinds } from './figures';

export type Rounds = Record<StoreKind, Figures[]>;

/** The median of a figure's rounds; for `units` the lowest, because a single loss is a failure. */
export function summaryOf(rounds: Figures[], id: FigureId): number {
  const values = rounds.map((round) => round[id]).sort((a, b) => a - b);
  return (id === 'units' ? values[0] : values[values.length >> 1]) ?? Number.NaN;
}

/** `store.figure` for each missed bound. */
export function missed(rounds: Rounds): string[] {
  return storeKinds.flatMap((store) =>
    figures
      .filter((figure) => missesBound(figure, store, summaryOf(rounds[store], figure.id)))
      .map(({ id }) => `${store}.${id}`),
  );
}

export function table(rounds: Rounds): string {
  const notMet = missed(rounds);
  const rows = figures.map((figure) => [
    figure.what,
    ...storeKinds.flatMap((store) => [shown(summaryOf(rounds[store], figure.id)), boundText(figure, store)]),
    figure.unit,
    notMet.some((name) => name.endsWith(`.${figure.id}`)) ? 'MISSED' : '',
  ]);
  const all = [['', ...storeKinds.flatMap((store) => [store, 'bound']), 'unit', ''], ...rows];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((cells) => cells[column]?.length ?? 0))) ?? [];
  const isText = (column: number) => column === 0 || column > 2 * storeKinds.length;
  return all
    .map((cells) =>
      cells
        .map((cell, i) => (isText(i) ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** One line. */
export function jsonLine(rounds: Rounds): string {
  const rounded = (store: StoreKind) =>
    Object.fromEntries(figures.map(({ id }) => [id, Number(shown(summaryOf(rounds[store], id)))]));
  return JSON.stringify({
    bench: 'carts',
    rounds: rounds.entity.length,
    entity: rounded('entity'),
    cosmos: rounded('cosmos'),
    missed: missed(rounds),
  });
}

function shown(value: number): string {
  return value < 100 && !Number.isInteger(value) ? value.toFixed(1) : value.toFixed(0);
}
