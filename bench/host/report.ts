// Formats the figures as a table and as one line of JSON, with the bounds that are missed.

import { type Figure, type FigureId, type Figures, figures, missesBound } from './figures';

export interface HostFigures {
  host: string;
  measured: Figures;
}

/** Bounds that a host misses; absent figures do not count. */
export function missedBounds(measured: Figures): FigureId[] {
  return figures.map(({ id }) => id).filter((id) => isMissed(id, measured[id]));
}

/** @param hosts one column each, the local host first. */
export function table(hosts: HostFigures[]): string {
  const rows = [
    ['', ...hosts.map(({ host }) => host), 'bound', 'genuine host', 'unit', ''],
    ...figures.map((figure) => row(figure, hosts)),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0))) ?? [];
  const line = (cells: string[]) => cells.map((cell, i) => pad(cell, widths[i] ?? 0, i)).join('  ');
  return rows.map((cells) => line(cells).trimEnd()).join('\n');
}

/** One line: the figures of every host, and the bounds that the local host misses. */
export function jsonLine(hosts: HostFigures[], missed: FigureId[]): string {
  return JSON.stringify({
    bench: 'host',
    ...Object.fromEntries(hosts.map(({ host, measured }) => [host, rounded(measured)])),
    missed,
  });
}

function row(figure: Figure, hosts: HostFigures[]): string[] {
  const { id, what, unit, bound, genuine = '', digits } = figure;
  const values = hosts.map(({ measured }) => measured[id]?.toFixed(digits) ?? '-');
  const limit = bound === undefined ? '' : 'atLeast' in bound ? `>= ${bound.atLeast}` : `<= ${bound.atMost}`;
  return [what, ...values, limit, genuine, unit, isMissed(id, hosts[0]?.measured[id]) ? 'MISSED' : ''];
}

function isMissed(id: FigureId, value: number | undefined): boolean {
  return value !== undefined && missesBound(id, value);
}

/** Names and units are left-aligned, figures right-aligned. */
function pad(cell: string, width: number, column: number): string {
  return column === 0 || cell.startsWith('MISSED') || /^[a-zA-Z%]/.test(cell)
    ? cell.padEnd(width)
    : cell.padStart(width);
}

function rounded(measured: Figures): Figures {
  const entries = figures.flatMap(({ id, digits }) => {
    const value = measured[id];
    return value === undefined ? [] : [[id, Number(value.toFixed(digits))] as const];
  });
  return Object.fromEntries(entries);
}
