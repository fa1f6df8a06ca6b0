// `npm run bench:pictures -- --flow`: hundreds of uploads, as fast as storage takes them, through the whole app on the
// local host. What comes out a minute is held against what the engine alone makes with the same threads in this run.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { measureRows } from '../measure';
import { boundTable } from '../report';
import { type Bound, isMissed } from '../rows';
import { makeSources } from '../sources';
import { startShopHost } from './shop-host';
import { uploadAll } from './upload-all';

export interface FlowOptions {
  folder: string;
  pictures: number;
  progress(what: string): void;
}

const threads = 2;
/** Seconds of painting before and after the uploads: the machine may not be the same all the time. */
const enginePictures = 40;

/** @returns the exit code: 1 when a bound is missed. */
export async function runFlow({ folder, pictures, progress }: FlowOptions): Promise<number> {
  const [source] = (await makeSources(folder)).filter(({ id }) => id === 'webp4');
  if (!source) throw new Error('There is no source.');
  const engineRate = async () => {
    const row = { painter: 'jimp', source: source.id, set: 'whole', atATime: threads, count: enginePictures } as const;
    const [measured] = await measureRows([row], 1, () => source.file, progress);
    return measured?.figures.perMinute ?? Number.NaN;
  };
  const before = await engineRate();
  const flow = await throughApp(source.file, { folder, pictures, progress });
  const engine = (before + (await engineRate())) / 2;
  const bounds: Bound[] = [
    { what: 'pictures that did not end ready', value: pictures - flow.ready, limit: { atMost: 0 }, digits: 0 },
    { what: 'renderings more than pictures', value: flow.renderings - pictures, limit: { atMost: 0 }, digits: 0 },
    { what: 'messages left in queues', value: flow.messagesLeft, limit: { atMost: 0 }, digits: 0 },
    {
      what: 'throughput to that of the engine alone',
      value: flow.perMinute / engine,
      limit: { atLeast: 0.8 },
      digits: 2,
    },
  ];
  const missed = bounds.filter(isMissed).map(({ what }) => what);
  process.stdout.write(
    `${pictures} uploads of a ${source.what}: ${flow.perMinute.toFixed(1)} a minute ` +
      `(uploading took ${flow.uploadSeconds.toFixed(1)} s), the engine alone with ${threads} threads ${engine.toFixed(1)}\n\n` +
      `${boundTable(bounds)}\n` +
      `${JSON.stringify({ bench: 'pictures-flow', pictures, ...flow, enginePerMinute: engine, missed })}\n`,
  );
  return missed.length === 0 ? 0 : 1;
}

async function throughApp(file: string, { folder, pictures, progress }: FlowOptions) {
  const picture = await readFile(file);
  progress('starting the local host');
  const host = await startShopHost(join(folder, 'host'));
  try {
    progress(`uploading ${pictures} pictures`);
    const began = performance.now();
    const ids = await uploadAll(host.shop, host.sku, picture, pictures);
    const uploadSeconds = (performance.now() - began) / 1000;
    const seconds = (await host.renderingsEnded(pictures, progress)) - began / 1000;
    const ready = await host.readyOnes(ids);
    const { renderings, messagesLeft } = await host.aftermath();
    return { perMinute: (60 * pictures) / seconds, uploadSeconds, ready, renderings, messagesLeft };
  } finally {
    await host.stop();
  }
}
