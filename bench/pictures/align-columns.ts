// Aligns the columns of text tables.

/** Pads the cells of each column to the same width; columns from `firstNumber` on are right-aligned. */
export function alignColumns(rows: string[][], firstNumber: number): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0))) ?? [];
  const cell = (text: string, column: number) =>
    column < firstNumber ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0);
  return rows.map((cells) => cells.map(cell).join('  ').trimEnd()).join('\n');
}
