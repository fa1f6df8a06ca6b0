// Measures the rows of the bench, each in a separate process. Rows that bounds compare alternate in rounds, so that other
// load on the machine affects all alike, and their median counts. Other rows are measured once, at the end.

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { RenderingFigures } from './measured-process';
import type { RenditionSet } from './renderer';
import type { RendererId } from './renderers';
import type { SourceId } from './sources';

export interface Row {
  renderer: RendererId;
  source: SourceId;
  set: RenditionSet;
  /** Number of pictures rendered concurrently. */
  atATime: number;
  /** Pictures per measurement, after one for warm-up. */
  count: number;
  /** False = measured once. */
  everyRound: boolean;
}

export interface MeasuredRow extends Row {
  figures: RenderingFigures;
}

const timeLimitMs = 300_000;
const run = promisify(execFile);

/** @param fileOf the path of each source. @throws when a renderer fails. */
export async function measureRows(
  rows: Row[],
  rounds: number,
  fileOf: (source: SourceId) => string,
  progress: (what: string) => void,
): Promise<MeasuredRow[]> {
  const measured = new Map<Row, RenderingFigures[]>(rows.map((row) => [row, []]));
  const measure = async (row: Row, when: string) => {
    progress(`${when}: ${row.renderer}, ${row.set} renditions of ${row.source}, ${row.atATime} at a time`);
    measured.get(row)?.push(await measureOnce(row, fileOf(row.source)));
  };
  for (let round = 1; round <= rounds; round++) {
    for (const row of rows) if (row.everyRound) await measure(row, `round ${round} of ${rounds}`);
  }
  for (const row of rows) if (!row.everyRound) await measure(row, 'once');
  return rows.map((row) => ({ ...row, figures: summary(measured.get(row) ?? []) }));
}

async function measureOnce({ renderer, set, count, atATime }: Row, file: string): Promise<RenderingFigures> {
  const script = join(__dirname, 'measured-process.js');
  const words = [script, renderer, set, file, String(count), String(atATime)];
  const { stdout } = await run(process.execPath, words, { timeout: timeLimitMs, killSignal: 'SIGKILL' });
  return JSON.parse(stdout) as RenderingFigures;
}

/** The median of each figure. Memory and gaps are peaks within a round. */
export function summary(rounds: RenderingFigures[]): RenderingFigures {
  const median = (key: keyof RenderingFigures) => {
    const sorted = rounds.map((one) => one[key]).sort((a, b) => a - b);
    return sorted[sorted.length >> 1] ?? Number.NaN;
  };
  return { perMinute: median('perMinute'), peakMb: median('peakMb'), gapMs: median('gapMs'), files: median('files') };
}
