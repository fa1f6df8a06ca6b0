// Formats the figures as a table and as one line of JSON, with the bounds that are missed.

import { type Figure, type Figures, figures, missesBound } from './figures';

export function missed(found: Figures): string[] {
  return figures.filter((figure) => missesBound(figure, found[figure.id])).map(({ id }) => id);
}

export function table(found: Figures): string {
  const rows = figures.map((figure) => {
    const value = found[figure.id];
    const marked = missesBound(figure, value) ? '  MISSED' : '';
    return `${figure.what.padEnd(40)}${shown(value).padStart(9)}  ${figure.unit.padEnd(9)}${boundText(figure)}${marked}`;
  });
  return rows.map((row) => row.trimEnd()).join('\n');
}

/** A table of average counts per order. */
export function costTable(title: string, counts: Record<string, number>): string {
  const rows = Object.entries(counts).map(([name, count]) => `  ${name.padEnd(44)}${shown(count).padStart(6)}`);
  return [title, ...rows].join('\n');
}

/** One line. */
export function jsonLine(found: Figures, counts: Record<string, Record<string, number>>): string {
  const measured = Object.fromEntries(figures.map(({ id }) => [id, Number(shown(found[id]))]));
  const named = Object.entries(counts).map(([kind, each]) => [kind, roundedAll(each)]);
  return JSON.stringify({ bench: 'orders', ...measured, ...Object.fromEntries(named), missed: missed(found) });
}

function roundedAll(counts: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, Number(shown(count))]));
}

function boundText({ bound }: Figure): string {
  if (bound === undefined) return '';
  return 'atMost' in bound ? `<= ${bound.atMost}` : `>= ${bound.atLeast}`;
}

function shown(value: number): string {
  const tenths = Math.round(value * 10) / 10;
  return value < 100 && !Number.isInteger(tenths) ? value.toFixed(1) : value.toFixed(0);
}
