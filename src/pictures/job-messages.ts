// Describes and replays the poisoned messages of pictures: rendering jobs, and blob events of uploads.

import type { QueueMessages } from '../shared/contracts';
import { accepted, type Result, refused } from '../shared/result';
import { afterRequest, isForSource, type PictureName, type PictureRecord, parseSourcePath } from './picture';
import { firstAttempt, type PictureJob, parsePictureJob } from './picture-job';
import type { PictureJobs, PictureRecords } from './ports';
import type { RegisterUpload } from './register-upload';
import { renditionsVersion } from './renditions';

export interface JobMessagesDeps {
  records: PictureRecords;
  jobs: PictureJobs;
  now: () => Date;
}

/** Whether a job has nothing left to do. */
export function isSettled(record: PictureRecord, { etag, again: rerenderId }: PictureJob): boolean {
  if (record.state === 'deleted') return true;
  if (record.state === 'awaitingUpload') return false;
  if (!isForSource(record, etag)) return true;
  if (rerenderId !== undefined) return false;
  if (record.state === 'ready') return record.picture.renditionsVersion >= renditionsVersion;
  return record.state === 'refused';
}

export function makeJobMessages({ records, jobs, now }: JobMessagesDeps): QueueMessages {
  return {
    describe: (text) => jobIn(text),

    async replay(text) {
      const job = jobIn(text);
      if (!job.ok) throw new Error(`Not a picture job: ${job.detail}`);
      const record = await records.find(job.value.pictureId);
      if (record && isSettled(record, job.value)) return 'settled';
      // Only a failed picture changes its state: a ready one stays ready while it is rendered again.
      await records.change(job.value, (before) =>
        before && before.state !== 'failed'
          ? before
          : afterRequest(before, job.value, job.value.etag, now().toISOString()),
      );
      await jobs.send(firstAttempt(job.value));
      return 'sent';
    },
  };
}

/** Poisoned events of uploads. A message is the path of the blob, `uploads/<sku>/<pictureId>`. */
export function makeUploadMessages(registerUpload: RegisterUpload, jobs: PictureJobs): QueueMessages {
  return {
    describe: (path) => uploadAt(path),

    async replay(path) {
      const name = uploadAt(path);
      if (!name.ok) throw new Error(`Not an upload: ${name.detail}`);
      const job = await registerUpload(name.value);
      if (!job) return 'settled';
      await jobs.send(job);
      return 'sent';
    },
  };
}

function jobIn(text: string): Result<PictureJob> {
  const json = jsonIn(text);
  return json.ok ? parsePictureJob(json.value) : json;
}

function uploadAt(path: string): Result<PictureName> {
  const name = parseSourcePath(path);
  return name ? accepted(name) : refused('NO_UPLOAD', `${path} was not uploaded with a ticket`);
}

function jsonIn(text: string): Result<unknown> {
  try {
    return accepted<unknown>(JSON.parse(text));
  } catch (error) {
    return refused('NO_JSON', error instanceof Error ? error.message : String(error));
  }
}
