// Checks that a JPEG has data for all pixels, by following its codes. Decoders tell of the first oddity only, and fill up what
// is missing with grey: whether a harmless one hides a half picture is known only from the data.

import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import { type JpegBits, type JpegCodes, JpegDataDamaged, makeJpegBits, makeJpegCodes } from './jpeg-bits';
import { type BlockFollower, makeBlockFollower, type ScanKind } from './jpeg-blocks';
import {
  isComplete,
  type JpegComponent,
  type JpegFrame,
  readJpegFrame,
  rememberBlocks,
  unitsOf,
} from './jpeg-components';
import { nextMarker, standsAlone } from './jpeg-markers';

export type JpegPixels =
  | { ok: true /** The position behind the last data that is needed. */; endAt: number }
  | { ok: false; reason: string };

const marker = { huffman: 0xc4, progressive: 0xc2, endOfImage: 0xd9, scan: 0xda, restartInterval: 0xdd } as const;
const frames: readonly number[] = [0xc0, 0xc1, marker.progressive];
/** Blocks followed before yielding to the event loop: a few milliseconds of work. */
const blocksPerTurn = 20_000;

interface Tables {
  dc: (JpegCodes | undefined)[];
  ac: (JpegCodes | undefined)[];
  restartInterval: number;
}

interface Scan {
  kind: ScanKind;
  parts: { component: JpegComponent; dc?: JpegCodes; ac?: JpegCodes }[];
}

/** Whether the file, whose header was accepted, has data for all pixels. What comes after them is ignored. */
export async function findJpegPixels(file: Uint8Array): Promise<JpegPixels> {
  try {
    return { ok: true, endAt: await followScans(file) };
  } catch (error) {
    if (error instanceof JpegDataDamaged) return { ok: false, reason: error.message };
    throw error;
  }
}

async function followScans(file: Uint8Array): Promise<number> {
  const tables: Tables = { dc: [], ac: [], restartInterval: 0 };
  let frame: JpegFrame | undefined;
  let endAt = 0;
  let hasEndMark = false;
  for (let at = 2; ; ) {
    const found = nextMarker(file, at);
    hasEndMark = found?.code === marker.endOfImage;
    if (!found || hasEndMark) break;
    at = found.segmentAt;
    if (standsAlone(found.code)) continue;
    const length = (file[at] ?? 0) * 256 + (file[at + 1] ?? 0);
    const body = file.subarray(at + 2, at + Math.max(2, length));
    // After the last whole scan, a segment that is cut off is like a missing end mark.
    if (length < 2 || at + length > file.length) break;
    at += length;
    if (frames.includes(found.code)) frame ??= readJpegFrame(body, found.code === marker.progressive);
    else if (found.code === marker.huffman) readTables(body, tables);
    else if (found.code === marker.restartInterval) tables.restartInterval = (body[0] ?? 0) * 256 + (body[1] ?? 0);
    else if (found.code === marker.scan) {
      if (!frame) break;
      at = await followScan(file, at, { frame, tables, scan: readScan(body, frame, tables) });
      endAt = at;
    }
  }
  if (!frame || endAt === 0) throw new JpegDataDamaged('it has no data.');
  if (!isComplete(frame, hasEndMark)) throw new JpegDataDamaged('some of its scans are missing.');
  return endAt;
}

function readTables(body: Uint8Array, tables: Tables): void {
  for (let at = 0; at + 17 <= body.length; ) {
    const kind = body[at] ?? 0;
    const counts = body.subarray(at + 1, at + 17);
    const total = counts.reduce((sum, count) => sum + count, 0);
    const codes = makeJpegCodes(counts, body.subarray(at + 17, at + 17 + total));
    (kind >> 4 === 0 ? tables.dc : tables.ac)[kind & 3] = codes;
    at += 17 + total;
  }
}

function readScan(body: Uint8Array, frame: JpegFrame, { dc, ac }: Tables): Scan {
  const count = body[0] ?? 0;
  const parts = Array.from({ length: count }, (_, index) => {
    const [id, selected = 0] = body.subarray(1 + 2 * index, 3 + 2 * index);
    const component = frame.components.find((one) => one.id === id);
    if (!component) throw new JpegDataDamaged('a scan is of a component that does not exist.');
    const [dcCodes, acCodes] = [dc[(selected >> 4) & 3], ac[selected & 3]];
    return { component, ...(dcCodes && { dc: dcCodes }), ...(acCodes && { ac: acCodes }) };
  });
  const [first = 0, last = 63, bits = 0] = body.subarray(1 + 2 * count);
  if (!frame.isProgressive) return { parts, kind: { isProgressive: false, first: 0, last: 63, isRefinement: false } };
  if (first > last || last > 63) throw new JpegDataDamaged('a scan is of coefficients that do not exist.');
  return { parts, kind: { isProgressive: true, first, last, isRefinement: bits >> 4 !== 0, lowest: bits & 15 } };
}

interface Position {
  frame: JpegFrame;
  tables: Tables;
  scan: Scan;
}

/** Returns the position behind the scan's data. */
async function followScan(file: Uint8Array, from: number, { frame, tables, scan }: Position): Promise<number> {
  const bits = makeJpegBits(file, from);
  const follower = makeBlockFollower(bits, scan.kind);
  const units = unitsOf(frame);
  const [only] = scan.parts;
  const isAlone = scan.parts.length === 1 && only !== undefined;
  for (const { component } of scan.parts) if (frame.isProgressive) rememberBlocks(component, units.down);
  const total = isAlone ? only.component.blocksAcross * only.component.blocksDown : units.across * units.down;
  const across = isAlone ? only.component.blocksAcross : units.across;
  let turn = blocksPerTurn;
  for (let unit = 0; unit < total; unit++) {
    if (tables.restartInterval > 0 && unit > 0 && unit % tables.restartInterval === 0) {
      restart(file, bits, follower, unit / tables.restartInterval - 1);
    }
    const [x, y] = [unit % across, Math.floor(unit / across)];
    if (isAlone) follower.follow(only, only.component.known, (y * only.component.stride + x) * 2);
    else followUnit(follower, scan, x, y);
    if (--turn === 0) {
      turn = blocksPerTurn;
      await yieldToEventLoop();
    }
  }
  for (const { component } of scan.parts)
    component.missing.fill(scan.kind.lowest ?? 0, scan.kind.first, scan.kind.last + 1);
  return bits.endOfInterval();
}

function followUnit({ follow }: BlockFollower, { parts }: Scan, x: number, y: number): void {
  for (const part of parts) {
    const { across, down, stride, known } = part.component;
    for (let row = 0; row < down; row++) {
      for (let column = 0; column < across; column++) {
        follow(part, known, ((y * down + row) * stride + x * across + column) * 2);
      }
    }
  }
}

/** The marker between two intervals; stray bytes before it are harmless. */
function restart(file: Uint8Array, bits: JpegBits, follower: BlockFollower, count: number): void {
  const found = nextMarker(file, bits.endOfInterval());
  if (found?.code !== 0xd0 + (count & 7)) throw new JpegDataDamaged('a restart marker is missing.');
  bits.restartAt(found.segmentAt);
  follower.restart();
}
