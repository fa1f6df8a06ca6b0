// The back-fill: many pictures rendered anew, within a budget and no faster than told, so that uploads keep their turn.
// It writes no source, so no blob event follows from it, and a cursor tells where the next call goes on.

import { afterRendering, type PictureName, type PictureRecord } from './picture';
import { type PictureJob, pictureJob } from './picture-job';
import type { PictureJobs, PictureRecords, PictureSelection } from './ports';
import type { RegisterUpload } from './register-upload';

export interface ReprocessDeps {
  records: PictureRecords;
  jobs: PictureJobs;
  registerUpload: RegisterUpload;
  now: () => Date;
}

export interface ReprocessOrder {
  which: PictureSelection;
  /** Pictures that are looked at in this call, at most. */
  maxPictures: number;
  perMinute: number;
  /** Where an earlier call stopped. */
  after?: PictureName | undefined;
  /** Up to when earlier calls have spread their jobs; these come behind them. */
  startAt?: Date | undefined;
  /** Names this call for those that are rendered whether they are outdated or not. */
  again: string;
}

export interface ReprocessReport {
  enqueued: number;
  /** Stalled ones whose source is gone: they have failed. */
  settled: number;
  /** The jobs are spread up to then. */
  until: Date;
  /** The last picture looked at; undefined when there are no more. */
  stoppedAt?: PictureName;
}

export type ReprocessPictures = (order: ReprocessOrder) => Promise<ReprocessReport>;

/** Whoever has waited that long was forgotten: rendering takes seconds, and a blob event minutes at worst. */
const stalledAfterMs = 3_600_000;
/** Messages under way to storage at a time. */
const sendersAtOnce = 16;

export function makeReprocessPictures({ records, jobs, registerUpload, now }: ReprocessDeps): ReprocessPictures {
  /** Nothing, when the picture was found to have no source. */
  async function stalledJob(record: PictureRecord): Promise<PictureJob | undefined> {
    const job = await registerUpload(record);
    if (!job && record.state === 'processing') {
      const { sourceEtag } = record;
      const detail = 'The source was removed before it was rendered.';
      const end = { state: 'failed', sourceEtag, code: 'PICTURE.SOURCE_GONE', detail } as const;
      await records.change(record, (before) => afterRendering(before, record, end, now().toISOString()));
    }
    return job;
  }

  async function jobFor(record: PictureRecord, { which, again }: ReprocessOrder): Promise<PictureJob | undefined> {
    if (which === 'stalled') return stalledJob(record);
    if (!('sourceEtag' in record)) return undefined;
    // A refusal may have been of a type that is accepted by now, but is final for the message that met it.
    const isForced = which === 'all' || which === 'refused';
    return pictureJob(record, record.sourceEtag, isForced ? again : undefined);
  }

  function isMeant(record: PictureRecord, which: PictureSelection): boolean {
    return which !== 'stalled' || now().getTime() - Date.parse(record.updatedAt) > stalledAfterMs;
  }

  /** One more than the budget tells whether there is more. */
  async function meant({ which, after, maxPictures }: ReprocessOrder): Promise<PictureRecord[]> {
    const found: PictureRecord[] = [];
    for await (const record of records.select(which, after)) {
      if (isMeant(record, which)) found.push(record);
      if (found.length > maxPictures) break;
    }
    return found;
  }

  return async (order) => {
    const found = await meant(order);
    const within = found.slice(0, order.maxPictures);
    const calledMs = now().getTime();
    const firstMs = Math.max(calledMs, order.startAt?.getTime() ?? 0);
    const everyMs = 60_000 / order.perMinute;
    let [enqueued, settled] = [0, 0];
    const enqueue = async (record: PictureRecord): Promise<void> => {
      const job = await jobFor(record, order);
      if (job) await jobs.send(job, Math.round((firstMs + enqueued++ * everyMs - calledMs) / 1000));
      else if (record.state === 'processing') settled++;
    };
    for (let at = 0; at < within.length; at += sendersAtOnce) {
      await Promise.all(within.slice(at, at + sendersAtOnce).map(enqueue));
    }
    const last = found.length > within.length ? within.at(-1) : undefined;
    const stoppedAt = last && { sku: last.sku, pictureId: last.pictureId };
    return { enqueued, settled, until: new Date(firstMs + enqueued * everyMs), ...(stoppedAt && { stoppedAt }) };
  };
}
