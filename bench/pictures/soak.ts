// `npm run soak:pictures [-- --small N --large N]` renders thousands of pictures in one process, in bursts between which the
// threads end, as in the app: V8 must survive compiled WebAssembly in threads that come and go. Two at a time, all types.

import { parseArgs } from 'node:util';
import type { Sharp } from 'sharp';
import { type JimpEngine, makeJimpEngine } from '../../src/engines/jimp/jimp-engine';
import { engineRenderer } from './engine-renderer';
import { drawScene } from './scene';
import { sharpOf } from './sources';

/** In a burst. Threads end after a pause much shorter than the app's, so that they start more often. */
const burst = { small: 40, large: 5 };
const idleMs = 20;
const atATime = 2;
const smallSize = { width: 160, height: 120 };
const largeSize = { width: 4000, height: 3000 };

type Encode = (pixels: Sharp) => Sharp;
const encodings: Encode[] = [
  (pixels) => pixels.removeAlpha().jpeg(),
  (pixels) => pixels.png(),
  (pixels) => pixels.webp(),
  (pixels) => pixels.removeAlpha().jpeg({ progressive: true }),
  (pixels) => pixels.gif(),
  (pixels) => pixels.toColourspace('cmyk').jpeg(),
];

interface SoakFigures {
  pictures: number;
  threadsStarted: number;
  peakMb: number;
  seconds: number;
}

async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { small: { type: 'string' }, large: { type: 'string' } } });
  const left = { small: Number(values.small ?? 20_000), large: Number(values.large ?? 500) };
  const sources = { small: await drawAll(smallSize), large: await drawAll(largeSize) };
  const figures: SoakFigures = { pictures: 0, threadsStarted: 0, peakMb: 0, seconds: 0 };
  process.on('worker', () => figures.threadsStarted++);
  const began = performance.now();
  const engine = makeJimpEngine({ idleMs });
  while (left.small + left.large > 0) {
    for (const size of ['small', 'large'] as const) {
      const count = Math.min(left[size], burst[size]);
      left[size] -= count;
      figures.pictures += await renderBurst(engine, sources[size], count);
      // The burst of the other size may find these threads or none.
      await new Promise((resolve) => setTimeout(resolve, idleMs * (figures.pictures % 3)));
    }
    if (figures.pictures % 1000 < burst.small + burst.large) process.stderr.write(`${figures.pictures} pictures\n`);
  }
  await engine.close();
  figures.peakMb = Math.round(process.resourceUsage().maxRSS / 1024);
  figures.seconds = Math.round((performance.now() - began) / 1000);
  process.stdout.write(`${JSON.stringify(figures)}\n`);
}

function drawAll(size: { width: number; height: number }): Promise<Buffer[]> {
  const pixels = drawScene(size);
  return Promise.all(encodings.map((encode) => encode(sharpOf(pixels)).toBuffer()));
}

/** @returns how many pictures were rendered. @throws when one is not. */
async function renderBurst(engine: JimpEngine, sources: Buffer[], count: number): Promise<number> {
  const renderer = engineRenderer(engine);
  let next = 0;
  const renderNext = async () => {
    while (next < count) await renderer.render(sources[next++ % sources.length] ?? Buffer.alloc(0));
  };
  await Promise.all(Array.from({ length: atATime }, renderNext));
  return count;
}

main(process.argv.slice(2)).catch((error: Error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
