// Files that were made to do harm, through the whole pipeline: upload by ticket, blob event, queue, worker thread, state by API.
// Each comes to the state and code that are written beside it, at the first attempt, and the app stays well. Both engines
// have to show it: `PICTURE_ENGINE=sharp npm run test:hostile`.

import { constants, setPriority } from 'node:os';
import type { Picture } from '../../client/api-types';
import { eventually } from '../../scripts/shop/eventually';
import { gifCases } from './cases/gif-cases';
import { jpegCases, turnedCases } from './cases/jpeg-cases';
import { otherCases } from './cases/other-cases';
import { pngCases } from './cases/png-cases';
import { webpCases } from './cases/webp-cases';
import { engineName, type HostileCase } from './hostile-case';
import { quartersOf, seenQuarters } from './quarters';
import { makeAll, picturesAtEnd, sendAll } from './send-battery';
import { deliverAgain, renditionVersions } from './stored';
import { queuesToDrain, startWatchedHost, type WatchedHost } from './watched-host';

const cases: HostileCase[] = [...jpegCases, ...pngCases, ...webpCases, ...gifCases, ...otherCases];
const batteryTimeoutMs = 120_000;
/** A decoder that is kept busy would take as long as it is given. */
const longestRenderingMs = 30_000;
const mostMb = 700;
const largestGapMs = 200;
/** A decoder in the main thread would still be noticed: it takes seconds. */
const crowdedFactor = 5;

/** The C library keeps an arena of freed memory for each of sharp's many threads: 840 MB instead of 520 (docs/decisions.md). */
const forSharp = { MALLOC_ARENA_MAX: '2' };

let host: WatchedHost;
let idOf: Map<string, string>;
let pictures: Map<string, Picture>;

beforeAll(async () => {
  const files = await makeAll(cases);
  host = await startWatchedHost(engineName === 'sharp' ? forSharp : {});
  // Whoever sends and looks is no part of what is measured by the clock. Not beside other tests: they would starve it, and
  // the files that this worker runs later would inherit it.
  if (process.env.HOSTILE_ALONE) setPriority(constants.priority.PRIORITY_LOW);
  idOf = await sendAll(host.shop, host.sku, files);
  pictures = await picturesAtEnd(host.shop, [...idOf.values()], batteryTimeoutMs);
}, batteryTimeoutMs + 60_000);

afterAll(async () => {
  if (!host) return;
  const { peakMb, gapMs, workMs } = host.figures();
  const { longestMs } = host.renderings();
  process.stderr.write(
    `hostile battery: ${cases.length} files, peak ${peakMb.toFixed(0)} MB, largest event-loop gap ${gapMs.toFixed(0)} ms ` +
      `(${workMs.toFixed(0)} ms of its own work), longest rendering ${longestMs} ms\n`,
  );
  await host.stop();
});

const pictureOf = ({ name }: HostileCase) => pictures.get(idOf.get(name) ?? '');

test.each(cases)('$name: $expected.state $expected.code', (one) => {
  expect(pictureOf(one)).toMatchObject(one.expected);
});

test('nothing is left in any queue, not in the poison queues either', async () => {
  await queuesToDrain(host.storage, 10_000);
});

test('no rendering is tried twice, none fails, and none takes long', () => {
  const { ended, failed, longestMs } = host.renderings();
  expect({ ended, failed }).toEqual({ ended: cases.length, failed: 0 });
  // Beside other tests the clock counts their share of the processor too. A decoder that is kept busy fails even then:
  // the engine ends it after a minute.
  expect(longestMs).toBeLessThan(process.env.HOSTILE_ALONE ? longestRenderingMs : longestRenderingMs * crowdedFactor);
});

test('whoever asks for a picture that is ready gets what its bytes are, and nothing of the source but pixels', async () => {
  const signatures: Record<string, string> = {
    'image/jpeg': '\xff\xd8\xff',
    'image/webp': 'RIFF',
    'image/avif': '\0\0\0',
  };
  const readyOnes = cases.filter((one) => one.expected.state === 'ready');
  const urls = readyOnes.flatMap((one) => pictureOf(one)?.renditions?.map(({ url }) => url) ?? []);
  expect(urls.length).toBeGreaterThanOrEqual(4 * readyOnes.length);
  for (const url of urls) {
    const answer = await fetch(new URL(url, host.shop.origin()));
    const bytes = Buffer.from(await answer.arrayBuffer());
    const type = answer.headers.get('content-type') ?? '';
    expect({
      url,
      nosniff: answer.headers.get('x-content-type-options'),
      signature: bytes.toString('latin1', 0, signatures[type]?.length),
    }).toEqual({ url, nosniff: 'nosniff', signature: signatures[type] });
    for (const text of ['<script', 'Exif', 'ICC_PROFILE', 'noise'])
      expect({ url, found: bytes.includes(text) }).toEqual({ url, found: false });
  }
});

test('a photo is upright whatever its EXIF orientation', async () => {
  for (const [index, one] of turnedCases.entries()) {
    const small = pictureOf(one)?.renditions?.find(
      ({ name, contentType }) => name === 'small' && contentType === 'image/jpeg',
    );
    expect(await quartersOf(await host.shop.download(small?.url ?? ''))).toEqual(seenQuarters(index + 1));
  }
});

test('the same messages again change nothing: no state, and no rendition is written anew', async () => {
  const before = await renditionVersions(host.storage);
  const sent = await deliverAgain(host.storage, host.sku);
  expect(sent).toBe(cases.length);
  await eventually('the repeated messages', batteryTimeoutMs, async () =>
    host.renderings().ended === 2 * sent ? true : undefined,
  );
  await queuesToDrain(host.storage, 10_000);
  expect(host.renderings()).toMatchObject({ ended: 2 * sent, failed: 0 });
  expect(await renditionVersions(host.storage)).toEqual(before);
  expect(await picturesAtEnd(host.shop, [...idOf.values()], 10_000)).toEqual(pictures);
});

test('the process needs less than 700 MB, and its event loop stays free', () => {
  const { peakMb, workMs } = host.figures();
  expect(peakMb).toBeLessThan(mostMb);
  // Its own work is counted, as the clock tells how busy the machine is too. Beside other tests even computing takes several
  // times as long. A decoder in the main thread would still be noticed: it takes seconds.
  expect(workMs).toBeLessThan(process.env.HOSTILE_ALONE ? largestGapMs : largestGapMs * crowdedFactor);
});
