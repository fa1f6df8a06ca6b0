// Run as a process of its own for each measurement, so that nobody's memory is another one's: paints one source again
// and again in one way, and prints what it took as JSON. Arguments: painter, set, source file, count, how many at a time.

import { readFile } from 'node:fs/promises';
import { watchLoop } from './loop-watch';
import type { RenditionSet } from './painter';
import { type PainterId, painters } from './painters';

export interface PaintingFigures {
  perMinute: number;
  peakMb: number;
  /** The longest time in which the event loop was not free. */
  gapMs: number;
  files: number;
}

async function main([id, set, file = '', count = '1', atATime = '1']: string[]): Promise<void> {
  const painter = await painters[id as PainterId].make(set as RenditionSet);
  const source = await readFile(file);
  const loop = watchLoop();
  // Once for whatever happens only once.
  if (painter.warmsUp !== false) await painter.paint(source);
  let left = Number(count);
  let files = 0;
  const began = performance.now();
  const paintOn = async () => {
    while (left-- > 0) files = await painter.paint(source);
  };
  await Promise.all(Array.from({ length: Number(atATime) }, paintOn));
  const perMinute = (60_000 * Number(count)) / (performance.now() - began);
  const gapMs = loop.stop();
  const peakMb = process.resourceUsage().maxRSS / 1024 + (painter.peakElsewhereMb?.() ?? 0);
  await painter.close?.();
  const figures: PaintingFigures = { perMinute, peakMb, gapMs, files };
  process.stdout.write(JSON.stringify(figures));
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: Error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  },
);
