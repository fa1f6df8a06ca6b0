// `npm run bench:pictures -- --flow [--pictures N]` sends hundreds of uploads, as fast as storage accepts them, through the
// whole app on the local host, and compares the throughput with that of the engine alone, with the same picture and as many
// threads in the same run. All processes share the cores: storage and the uploader take CPU time from the engine.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { measureRows, type Row } from '../measure';
import { boundTable } from '../report';
import { isMissed } from '../rows';
import { makeSources, type SourceId } from '../sources';
import { type FlowFigures, flowBounds, flowJson } from './flow-bounds';
import { startShopHost } from './shop-host';
import { uploadAll } from './upload-all';

export interface FlowOptions {
  folder: string;
  pictures: number;
  progress(what: string): void;
}

const sourceId: SourceId = 'jpeg3';
const threads = 2;
const engineRow: Row = {
  renderer: 'jimp',
  source: sourceId,
  set: 'whole',
  atATime: threads,
  count: 30,
  everyRound: true,
};

/** @returns the exit code: 1 when a bound is missed. */
export async function runFlow({ folder, pictures, progress }: FlowOptions): Promise<number> {
  progress('drawing the source');
  const [source] = await makeSources([sourceId], folder);
  if (!source) throw new Error('There is no source.');
  const engineRate = async () => {
    const [measured] = await measureRows([engineRow], 1, () => source.file, progress);
    return measured?.figures.perMinute ?? Number.NaN;
  };
  // Measured before and after, because the machine's speed may vary.
  const before = await engineRate();
  const through = await throughApp(source.file, { folder, pictures, progress });
  const flow: FlowFigures = { ...through, enginePerMinute: (before + (await engineRate())) / 2 };
  process.stdout.write(
    `${pictures} uploads of a ${source.what} in ${flow.uploadSeconds.toFixed(1)} s: ${flow.perMinute.toFixed(1)} per minute; ` +
      `the engine alone with ${threads} threads: ${flow.enginePerMinute.toFixed(1)}\n` +
      `CPU per picture: ${flow.cpu.app.toFixed(2)} s the app, ${flow.cpu.storage.toFixed(2)} s storage, ` +
      `${flow.cpu.uploader.toFixed(2)} s the uploader\n\n` +
      `${boundTable(flowBounds(flow))}\n${flowJson(source.what, flow)}\n`,
  );
  return flowBounds(flow).some(isMissed) ? 1 : 0;
}

async function throughApp(
  file: string,
  { folder, pictures, progress }: FlowOptions,
): Promise<Omit<FlowFigures, 'enginePerMinute'>> {
  const picture = await readFile(file);
  progress('starting the local host');
  const host = await startShopHost(join(folder, 'host'));
  try {
    progress(`uploading ${pictures} pictures`);
    const cpuBefore = host.cpuSeconds();
    const began = performance.now();
    const ids = await uploadAll(host.shop, host.sku, picture, pictures);
    const uploadSeconds = (performance.now() - began) / 1000;
    const seconds = (await host.renderingsEnded(pictures, progress)) - began / 1000;
    const cpuAfter = host.cpuSeconds();
    const cpuOf = (who: keyof typeof cpuAfter) => (cpuAfter[who] - cpuBefore[who]) / pictures;
    const cpu = { app: cpuOf('app'), storage: cpuOf('storage'), uploader: cpuOf('uploader') };
    progress('checking the results');
    const ready = await host.countReady(ids);
    const totals = await host.totals();
    return { pictures, perMinute: (60 * pictures) / seconds, uploadSeconds, ready, ...totals, cpu };
  } finally {
    await host.stop();
  }
}
