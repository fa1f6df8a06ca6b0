// `npm run bench:pictures [-- --quick | --flow [--pictures N]]` measures speed, memory and quality of the picture engines next
// to the tutorial way, an earlier version (built from the history, or in the folder BASELINE), sharp, ImageMagick and, where
// it is installed in the folder WASM_VIPS, wasm-vips. Exit code 1 when a bound is missed, 2 when ImageMagick is not installed.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { prepareBaseline } from '../baseline';
import { runMain } from '../run-main';
import { baseQualityBounds } from './base-quality';
import { runFlow } from './flow/run-flow';
import { findImageMagick } from './imagemagick';
import { measureRows } from './measure';
import { qualityOf } from './quality';
import { qualityBounds, qualityTable } from './quality-bounds';
import { boundTable, jsonLine, rowTable } from './report';
import { benchRows, boundsOf, isMissed } from './rows';
import { makeSources } from './sources';
import { hasWasmVips } from './wasm-vips';

const usualRounds = 3;
const usualUploads = 500;

async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { quick: { type: 'boolean' }, flow: { type: 'boolean' }, pictures: { type: 'string' } },
  });
  const folder = mkdtempSync(join(tmpdir(), 'bench-pictures-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const progress = (what: string) => process.stderr.write(`${what}\n`);
  if (values.flow) return runFlow({ folder, progress, pictures: Number(values.pictures ?? usualUploads) });
  const found = findImageMagick();
  if (!found) {
    progress('ImageMagick is not installed, with which the bench compares quality: apt-get install imagemagick');
    return 2;
  }
  progress('drawing the sources');
  const sources = await makeSources(['jpeg12', 'png3', 'webp4'], folder);
  progress('building the version to compare with');
  const baseline = prepareBaseline();
  process.once('exit', baseline.remove);
  process.env.BASELINE = baseline.folder;
  const fileOf = (id: string) => join(folder, id);
  const measured = await measureRows(benchRows(hasWasmVips()), values.quick ? 1 : usualRounds, fileOf, progress);
  progress('quality');
  const qualities = (await Promise.all(sources.map((source) => qualityOf(source, folder, found)))).flat();
  const bounds = [...boundsOf(measured), ...qualityBounds(qualities, found.version)];
  bounds.push(...(await baseQualityBounds(sources, folder, found)));
  process.stdout.write(`${rowTable(measured, sources)}\n\n${qualityTable(qualities)}\n\n${boundTable(bounds)}\n`);
  process.stdout.write(`${jsonLine(measured, bounds, { imageMagick: found.version })}\n`);
  return bounds.some(isMissed) ? 1 : 0;
}

// Runs the exit handlers, so that child processes end too.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

runMain(main);
