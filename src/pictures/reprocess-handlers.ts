// The back-fill over HTTP: the owner's options, and a cursor that carries position and schedule to the next call.

import { z } from 'zod';
import { skuForm } from '../shared/contracts';
import { AppError } from '../shared/http/errors';
import { type HttpHandler, idempotencyKey, readJson, route } from '../shared/http/http';
import { invalidCursor } from '../shared/http/paging';
import { derivedId, newId } from '../shared/ids';
import { isPictureId } from './picture';
import type { ReprocessPictures, ReprocessReport } from './reprocess-pictures';
import { type ReprocessAnswer, reprocessRequest } from './reprocess-schemas';

export interface ReprocessHandlers {
  reprocessPictures: HttpHandler;
}

/** Storage can delay a message by a week at most. */
const maxAheadMs = 6 * 24 * 3_600_000;

const cursorSchema = z.tuple([z.string().regex(skuForm), z.string().refine(isPictureId), z.int().min(0)]);

export function makeReprocessHandlers(reprocess: ReprocessPictures, now: () => Date): ReprocessHandlers {
  return {
    reprocessPictures: route(async (request) => {
      const { cursor, ...options } = await readJson(request, reprocessRequest);
      const key = idempotencyKey(request);
      const rerenderId = key === undefined ? newId('cmd') : derivedId('cmd', 'reprocess', key);
      const from = cursor === undefined ? undefined : readCursor(cursor);
      if (from && from.startAt.getTime() - now().getTime() > maxAheadMs) {
        throw new AppError('REQUEST.INVALID', 'cursor: the jobs sent so far take more than six days; continue later.', {
          errors: [{ path: 'cursor', message: 'reaches more than six days ahead' }],
        });
      }
      const report = await reprocess({ ...options, ...from, rerenderId });
      return { status: 202, headers: { 'cache-control': 'no-store' }, jsonBody: view(report) };
    }),
  };
}

function view({ enqueued, settled, until, stoppedAt }: ReprocessReport): ReprocessAnswer {
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

/** @throws AppError `REQUEST.INVALID` for anything but a cursor from an earlier response. */
function cursorOf(cursor: string): z.infer<typeof cursorSchema> {
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch (cause) {
    throw invalidCursor(cause);
  }
}
