// `node measured-process.js RENDERER SET FILE COUNT AT_A_TIME` renders one source repeatedly and prints the figures as JSON.
// Each measurement runs in a separate process, so that its peak memory is its own.

import { readFile } from 'node:fs/promises';
import { watchLoop } from './loop-watch';
import type { RenditionSet } from './renderer';
import { type RendererId, renderers } from './renderers';

export interface RenderingFigures {
  perMinute: number;
  peakMb: number;
  /** The longest time for which the event loop was blocked. */
  gapMs: number;
  files: number;
}

async function main([id, set, file = '', count = '1', atATime = '1']: string[]): Promise<void> {
  const renderer = await renderers[id as RendererId].make(set as RenditionSet);
  const source = await readFile(file);
  const loop = watchLoop();
  // Warm-up.
  if (renderer.warmsUp !== false) await renderer.render(source);
  let left = Number(count);
  let files = 0;
  const began = performance.now();
  const renderNext = async () => {
    while (left-- > 0) files = await renderer.render(source);
  };
  await Promise.all(Array.from({ length: Number(atATime) }, renderNext));
  const perMinute = (60_000 * Number(count)) / (performance.now() - began);
  const gapMs = loop.stop();
  const peakMb = process.resourceUsage().maxRSS / 1024 + (renderer.otherProcessesPeakMb?.() ?? 0);
  await renderer.close?.();
  const figures: RenderingFigures = { perMinute, peakMb, gapMs, files };
  process.stdout.write(JSON.stringify(figures));
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: Error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  },
);
