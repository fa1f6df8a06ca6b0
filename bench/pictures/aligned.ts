// Tables of text.

/** Rows with columns under each other; from column `firstNumber` on they are set to the right. */
export function aligned(rows: string[][], firstNumber: number): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0))) ?? [];
  const cell = (text: string, column: number) =>
    column < firstNumber ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0);
  return rows.map((cells) => cells.map(cell).join('  ').trimEnd()).join('\n');
}
