// Reverses the five filters of PNG rows in place (PNG third edition, 9.2).

/** `row` and `above`, the previous row (zeros for the first), begin with their filter type; `pixelBytes` is at least 1. */
export function unfilter(row: Uint8Array, above: Uint8Array, pixelBytes: number): void {
  const filter = row[0];
  if (filter === 1) addLeft(row, pixelBytes);
  else if (filter === 2) addAbove(row, above);
  else if (filter === 3) addMean(row, above, pixelBytes);
  else if (filter === 4) addPaeth(row, above, pixelBytes);
  else if (filter !== 0) throw new Error('one of its rows uses a filter that does not exist.');
}

function addLeft(row: Uint8Array, pixelBytes: number): void {
  for (let at = 1 + pixelBytes; at < row.length; at++) row[at] = (row[at] ?? 0) + (row[at - pixelBytes] ?? 0);
}

function addAbove(row: Uint8Array, above: Uint8Array): void {
  for (let at = 1; at < row.length; at++) row[at] = (row[at] ?? 0) + (above[at] ?? 0);
}

function addMean(row: Uint8Array, above: Uint8Array, pixelBytes: number): void {
  for (let at = 1; at < row.length; at++) {
    const left = at > pixelBytes ? (row[at - pixelBytes] ?? 0) : 0;
    row[at] = (row[at] ?? 0) + ((left + (above[at] ?? 0)) >> 1);
  }
}

function addPaeth(row: Uint8Array, above: Uint8Array, pixelBytes: number): void {
  for (let at = 1; at < row.length; at++) {
    const hasLeft = at > pixelBytes;
    const left = hasLeft ? (row[at - pixelBytes] ?? 0) : 0;
    const up = above[at] ?? 0;
    const corner = hasLeft ? (above[at - pixelBytes] ?? 0) : 0;
    const toLeft = Math.abs(up - corner);
    const toUp = Math.abs(left - corner);
    const toCorner = Math.abs(left + up - 2 * corner);
    const nearest = toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    row[at] = (row[at] ?? 0) + nearest;
  }
}
