// Poisoned messages of `picture-jobs` and of the blob trigger: what they are, and how they get their second chance.

import { z } from 'zod';
import type { QueueMessages } from '../shared/contracts';
import { accepted, type Result, refused } from '../shared/result';
import { schemaFaults } from '../shared/schema-faults';
import type { NoticeUpload } from './notice-upload';
import { afterRequest, type PictureName, type PictureRecord, parseSourcePath, speaksOf } from './picture';
import { type PictureJob, parsePictureJob } from './picture-job';
import type { PictureJobs, PictureRecords } from './ports';
import { renditionsVersion } from './renditions';

export interface JobMessagesDeps {
  records: PictureRecords;
  jobs: PictureJobs;
  now: () => Date;
}

/** Whether nothing is left to be done by a job, whatever became of it. */
export function isSettled(record: PictureRecord, { etag, again }: PictureJob): boolean {
  if (record.state === 'deleted') return true;
  if (record.state === 'awaitingUpload') return false;
  if (!speaksOf(record, etag)) return true;
  if (again !== undefined) return false;
  if (record.state === 'ready') return record.picture.renditionsVersion >= renditionsVersion;
  return record.state === 'refused';
}

export function makeJobMessages({ records, jobs, now }: JobMessagesDeps): QueueMessages {
  return {
    describe: (text) => jobIn(text),

    async replay(text) {
      const job = jobIn(text);
      if (!job.ok) throw new Error(`This is no picture job: ${job.detail}`);
      const record = await records.find(job.value.pictureId);
      if (record && isSettled(record, job.value)) return 'settled';
      // One that the shop shows while it is made anew stays as it is.
      await records.change(job.value, (before) =>
        before && before.state !== 'failed'
          ? before
          : afterRequest(before, job.value, job.value.etag, now().toISOString()),
      );
      await jobs.send(job.value);
      return 'sent';
    },
  };
}

/** The blob trigger's own messages, which the host puts away when `pictureUploaded` keeps failing. */
export function makeUploadMessages(noticeUpload: NoticeUpload, jobs: PictureJobs): QueueMessages {
  return {
    describe: (text) => uploadIn(text),

    async replay(text) {
      const name = uploadIn(text);
      if (!name.ok) throw new Error(`This is no upload: ${name.detail}`);
      const job = await noticeUpload(name.value);
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

const blobMessageSchema = z.object({
  FunctionId: z.string().regex(/\.pictureUploaded$/, 'is not pictureUploaded'),
  ContainerName: z.string(),
  BlobName: z.string(),
});

function uploadIn(text: string): Result<PictureName> {
  const json = jsonIn(text);
  if (!json.ok) return json;
  const message = blobMessageSchema.safeParse(json.value);
  if (!message.success) return refused('NO_UPLOAD', schemaFaults(message.error));
  const name = parseSourcePath(`${message.data.ContainerName}/${message.data.BlobName}`);
  return name ? accepted(name) : refused('NO_UPLOAD', 'BlobName: is not that of a picture');
}

function jsonIn(text: string): Result<unknown> {
  try {
    return accepted(JSON.parse(text) as unknown);
  } catch (error) {
    return refused('NO_JSON', error instanceof Error ? error.message : String(error));
  }
}
