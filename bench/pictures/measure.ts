// Measures every row of the bench in alternating rounds, each measurement in a process of its own: what the machine does
// meanwhile hits all rows alike, and the median of a row is told.

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
  for (let round = 1; round <= rounds; round++) {
    for (const [row, figures] of measured) {
      progress(
        `round ${round} of ${rounds}: ${row.painter}, ${row.set} renditions of ${row.source}, ${row.atATime} at a time`,
      );
      figures.push(await measureOnce(row, fileOf(row.source)));
    }
  }
  return [...measured].map(([row, figures]) => ({ ...row, figures: medians(figures) }));
}

async function measureOnce({ painter, set, count, atATime }: Row, file: string): Promise<PaintingFigures> {
  const script = join(__dirname, 'painting-process.js');
  const words = [script, painter, set, file, String(count), String(atATime)];
  const { stdout } = await run(process.execPath, words, { timeout: timeLimitMs, killSignal: 'SIGKILL' });
  return JSON.parse(stdout) as PaintingFigures;
}

/** Of each figure; memory and gaps are peaks already, so their medians are not flattered by one quiet round. */
function medians(figures: PaintingFigures[]): PaintingFigures {
  const of = (key: keyof PaintingFigures) => {
    const sorted = figures.map((one) => one[key]).sort((a, b) => a - b);
    return sorted[sorted.length >> 1] ?? Number.NaN;
  };
  return { perMinute: of('perMinute'), peakMb: of('peakMb'), gapMs: of('gapMs'), files: of('files') };
}
