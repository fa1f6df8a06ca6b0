// The back-fill: renders many pictures again, within a budget and at a limited rate, so that new uploads are not delayed.
// It writes no source and so causes no blob events. A cursor marks where the next call continues.

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

export interface ReprocessRequest {
  which: PictureSelection;
  /** The most pictures that this call processes. */
  maxPictures: number;
  perMinute: number;
  /** The last picture of the previous call. */
  after?: PictureName | undefined;
  /** The end of the schedule of earlier calls: these jobs come after it. */
  startAt?: Date | undefined;
  /** Identifies this request: pictures that are not outdated are rendered once for it. */
  rerenderId: string;
}

export interface ReprocessReport {
  enqueued: number;
  /** Stalled pictures whose source is gone: they are now `failed`. */
  settled: number;
  /** The end of the schedule of the jobs. */
  until: Date;
  /** The last picture of this call; undefined when there are no more. */
  stoppedAt?: PictureName;
}

export type ReprocessPictures = (order: ReprocessRequest) => Promise<ReprocessReport>;

/** A picture that has waited this long is stalled: rendering takes seconds, and a blob event minutes at worst. */
const stalledAfterMs = 3_600_000;
/** Messages sent to storage concurrently. */
const sendConcurrency = 16;

export function makeReprocessPictures({ records, jobs, registerUpload, now }: ReprocessDeps): ReprocessPictures {
  /** Undefined when the picture has no source. */
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

  async function jobFor(
    record: PictureRecord,
    { which, rerenderId }: ReprocessRequest,
  ): Promise<PictureJob | undefined> {
    if (which === 'stalled') return stalledJob(record);
    if (!('sourceEtag' in record)) return undefined;
    // A refused type may be accepted by now, but a refusal is final for its message, so a rerender id is needed.
    const isForced = which === 'all' || which === 'refused';
    return pictureJob(record, record.sourceEtag, isForced ? rerenderId : undefined);
  }

  function isSelected(record: PictureRecord, which: PictureSelection): boolean {
    return which !== 'stalled' || now().getTime() - Date.parse(record.updatedAt) > stalledAfterMs;
  }

  /** Reads one more than the budget, to find out whether there are more. */
  async function selectPictures({ which, after, maxPictures }: ReprocessRequest): Promise<PictureRecord[]> {
    const found: PictureRecord[] = [];
    for await (const record of records.select(which, after)) {
      if (isSelected(record, which)) found.push(record);
      if (found.length > maxPictures) break;
    }
    return found;
  }

  return async (request) => {
    const found = await selectPictures(request);
    const batch = found.slice(0, request.maxPictures);
    const calledMs = now().getTime();
    const firstMs = Math.max(calledMs, request.startAt?.getTime() ?? 0);
    const everyMs = 60_000 / request.perMinute;
    let [enqueued, settled] = [0, 0];
    const enqueue = async (record: PictureRecord): Promise<void> => {
      const job = await jobFor(record, request);
      if (job) await jobs.send(job, Math.round((firstMs + enqueued++ * everyMs - calledMs) / 1000));
      else if (record.state === 'processing') settled++;
    };
    for (let at = 0; at < batch.length; at += sendConcurrency) {
      await Promise.all(batch.slice(at, at + sendConcurrency).map(enqueue));
    }
    const last = found.length > batch.length ? batch.at(-1) : undefined;
    const stoppedAt = last && { sku: last.sku, pictureId: last.pictureId };
    return { enqueued, settled, until: new Date(firstMs + enqueued * everyMs), ...(stoppedAt && { stoppedAt }) };
  };
}
