// Measures the rows of the bench, each measurement in a process of its own. Rows that are compared come in alternating
// rounds: what the machine does meanwhile hits all of them alike, and the median of a row is told. What only informs is
// measured once, at the end.

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { RenditionSet } from './painter';
import type { PainterId } from './painters';
import type { PaintingFigures } from './painting-process';
import type { SourceId } from './sources';

export interface Row {
  painter: PainterId;
  source: SourceId;
  set: RenditionSet;
  /** How many pictures are under way at once. */
  atATime: number;
  /** Pictures a measurement, after one that does not count. */
  count: number;
  /** Or only once. */
  everyRound: boolean;
}

export interface MeasuredRow extends Row {
  figures: PaintingFigures;
}

const timeLimitMs = 300_000;
const run = promisify(execFile);

/** @param fileOf where each source lies. @throws when a painter fails. */
export async function measureRows(
  rows: Row[],
  rounds: number,
  fileOf: (source: SourceId) => string,
  progress: (what: string) => void,
): Promise<MeasuredRow[]> {
  const measured = new Map<Row, PaintingFigures[]>(rows.map((row) => [row, []]));
  const measure = async (row: Row, when: string) => {
    progress(`${when}: ${row.painter}, ${row.set} renditions of ${row.source}, ${row.atATime} at a time`);
    measured.get(row)?.push(await measureOnce(row, fileOf(row.source)));
  };
  for (let round = 1; round <= rounds; round++) {
    for (const row of rows) if (row.everyRound) await measure(row, `round ${round} of ${rounds}`);
  }
  for (const row of rows) if (!row.everyRound) await measure(row, 'once');
  return rows.map((row) => ({ ...row, figures: summary(measured.get(row) ?? []) }));
}

async function measureOnce({ painter, set, count, atATime }: Row, file: string): Promise<PaintingFigures> {
  const script = join(__dirname, 'painting-process.js');
  const words = [script, painter, set, file, String(count), String(atATime)];
  const { stdout } = await run(process.execPath, words, { timeout: timeLimitMs, killSignal: 'SIGKILL' });
  return JSON.parse(stdout) as PaintingFigures;
}

/** The median of each figure; memory and gaps are peaks already, so one quiet round does not flatter them. */
export function summary(rounds: PaintingFigures[]): PaintingFigures {
  const median = (key: keyof PaintingFigures) => {
    const sorted = rounds.map((one) => one[key]).sort((a, b) => a - b);
    return sorted[sorted.length >> 1] ?? Number.NaN;
  };
  return { perMinute: median('perMinute'), peakMb: median('peakMb'), gapMs: median('gapMs'), files: median('files') };
}
