// The back-fill over HTTP: what the owner may ask for, and a cursor that carries place and pace to the next call.

import { z } from 'zod';
import { skuForm } from '../shared/contracts';
import { AppError } from '../shared/http/errors';
import { type HttpHandler, idempotencyKey, readJson, route } from '../shared/http/http';
import { derivedId, newId } from '../shared/ids';
import { isPictureId } from './picture';
import type { ReprocessPictures, ReprocessReport } from './reprocess-pictures';

export interface ReprocessHandlers {
  reprocessPictures: HttpHandler;
}

const usualPerMinute = 60;
/** Storage hides a message for a week at most. */
const farthestMs = 6 * 24 * 3_600_000;

const bodySchema = z.strictObject({
  maxPictures: z.int().min(1).max(1000),
  perMinute: z.int().min(1).max(6000).default(usualPerMinute),
  which: z.enum(['outdated', 'failed', 'refused', 'stalled', 'all']).default('outdated'),
  cursor: z.string().max(500).optional(),
});

const cursorSchema = z.tuple([z.string().regex(skuForm), z.string().refine(isPictureId), z.int().min(0)]);

export function makeReprocessHandlers(reprocess: ReprocessPictures, now: () => Date): ReprocessHandlers {
  return {
    reprocessPictures: route(async (request) => {
      const { cursor, ...order } = await readJson(request, bodySchema);
      const key = idempotencyKey(request);
      const again = key === undefined ? newId('cmd') : derivedId('cmd', 'reprocess', key);
      const from = cursor === undefined ? undefined : readCursor(cursor);
      if (from && from.startAt.getTime() - now().getTime() > farthestMs) {
        throw new AppError('REQUEST.INVALID', 'cursor: what was asked for so far takes six days; go on later.', {
          errors: [{ field: 'cursor', message: 'reaches more than six days ahead' }],
        });
      }
      const report = await reprocess({ ...order, ...from, again });
      return { status: 202, headers: { 'cache-control': 'no-store' }, jsonBody: view(report) };
    }),
  };
}

function view({ enqueued, settled, until, stoppedAt }: ReprocessReport) {
  const cursor = stoppedAt && writeCursor([stoppedAt.sku, stoppedAt.pictureId, until.getTime()]);
  return { enqueued, settled, until: until.toISOString(), ...(cursor && { cursor }) };
}

function writeCursor(place: z.infer<typeof cursorSchema>): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

function readCursor(cursor: string) {
  const [sku, pictureId, startMs] = cursorOf(cursor);
  return { after: { sku, pictureId }, startAt: new Date(startMs) };
}

/** @throws AppError `REQUEST.INVALID` for what was not given out as a cursor. */
function cursorOf(cursor: string): z.infer<typeof cursorSchema> {
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch (cause) {
    const errors = [{ field: 'cursor', message: 'is none that was given out' }];
    throw new AppError('REQUEST.INVALID', 'cursor: is none that was given out', { errors }, { cause });
  }
}
