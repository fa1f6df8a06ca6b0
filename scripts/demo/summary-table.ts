// Formats the results of all steps as a table.

import type { Row } from './step';

/** Lines of a table with the columns step, result and ms. */
export function summaryTable(rows: Row[]): string[] {
  const cells = [['step', 'result', 'ms'], ...rows.map(({ step, result, ms }) => [step, result, String(ms)])];
  const width = (column: number) => Math.max(...cells.map((row) => row[column]?.length ?? 0));
  const [step, result, ms] = [width(0), width(1), width(2)];
  const line = ([first = '', second = '', third = '']: string[]) =>
    `${first.padEnd(step)}  ${second.padEnd(result)}  ${third.padStart(ms)}`;
  const [head = [], ...body] = cells;
  return [line(head), '-'.repeat(step + result + ms + 4), ...body.map(line)];
}
