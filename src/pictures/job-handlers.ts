// Handles blob events and queue messages of pictures: what can never succeed is logged and completed, what is thrown is retried.

import type { InvocationContext } from '@azure/functions';
import { isSettled } from './job-messages';
import { afterFault, afterGivingUp, parseSourcePath } from './picture';
import { firstAttempt, type PictureJob } from './picture-job';
import type { ParkedJobs, PictureJobs, PictureRecords } from './ports';
import { makeJobInMessage, parsePictureMessage } from './queued-upload';
import type { RegisterUpload } from './register-upload';
import type { RenderPicture } from './render-picture';
import { makeRetryLater } from './retry-later';
import { type UploadEvent, uploadEvent } from './upload-event';

export interface JobHandlerDeps {
  registerUpload: RegisterUpload;
  records: PictureRecords;
  render: RenderPicture;
  jobs: PictureJobs;
  parked: ParkedJobs;
  now: () => Date;
}

export interface JobHandlers {
  /** Returns the message for `picture-jobs`; undefined when there is nothing to render. */
  pictureUploaded: (blob: unknown, context: InvocationContext) => Promise<PictureJob | UploadEvent | undefined>;
  renderPicture: (message: unknown, context: InvocationContext) => Promise<void>;
  pictureJobPoisoned: (message: unknown, context: InvocationContext) => Promise<void>;
}

export function makeJobHandlers(deps: JobHandlerDeps): JobHandlers {
  const { registerUpload, records, render, jobs, parked, now } = deps;
  const jobIn = makeJobInMessage(registerUpload);
  const retryLater = makeRetryLater(jobs);

  async function recordFault(job: PictureJob, fault: unknown, context: InvocationContext): Promise<void> {
    const text = fault instanceof Error ? fault.message : String(fault);
    try {
      await records.change(job, (record) => afterFault(record, job, job.etag, text, now().toISOString()));
    } catch (error) {
      // The queue must get the original fault, not this one.
      context.warn(`${job.pictureId}: the reason of the failed attempt could not be recorded: ${error}`);
    }
  }

  async function renderFor(message: PictureJob | UploadEvent, context: InvocationContext): Promise<void> {
    const job = await jobIn(message);
    if (!job) {
      context.log(`Message ${messageId(context)} is about an upload that needs no renditions.`);
      return;
    }
    try {
      const outcome = await render(job);
      const reason = outcome.kind === 'refused' ? ` (${outcome.code}: ${outcome.detail})` : '';
      context.log(`${job.pictureId}: ${outcome.kind}${reason}`);
    } catch (fault) {
      await recordFault(job, fault, context);
      throw fault;
    }
  }

  return {
    async pictureUploaded(_blob, context) {
      const path = String(context.triggerMetadata?.blobTrigger);
      const name = parseSourcePath(path);
      if (!name) {
        context.warn(`${path} was not uploaded with a ticket and is ignored.`);
        return undefined;
      }
      try {
        const job = await registerUpload(name);
        if (!job) context.log(`${path} no longer exists, or its picture was deleted.`);
        return job;
      } catch (fault) {
        // The blob trigger retries at once and a few times only.
        context.warn(`${path} could not be registered, and is retried as a message:`, fault);
        return uploadEvent(name);
      }
    },

    async renderPicture(message, context) {
      const parsed = parsePictureMessage(message);
      // Thrown on purpose: this message can never be processed, so it should end in the poison queue.
      if (!parsed.ok) throw new Error(`Message ${messageId(context)} is not a picture job: ${parsed.detail}`);
      try {
        await renderFor(parsed.value, context);
      } catch (fault) {
        await retryLater(parsed.value, fault, (...line) => context.warn(`Message ${messageId(context)}:`, ...line));
      }
    },

    async pictureJobPoisoned(message, context) {
      const parsed = parsePictureMessage(message);
      if (!parsed.ok) {
        await parked.park(textOf(message), `Not a picture job: ${parsed.detail}`);
        context.error(`Message ${messageId(context)} is not a picture job and is parked: ${parsed.detail}`);
        return;
      }
      const job = await jobIn(parsed.value);
      if (!job) return;
      const value = firstAttempt(job);
      const { etag, pictureId } = value;
      const record = await records.change(value, (before) => afterGivingUp(before, value, etag, now().toISOString()));
      if (isSettled(record, value)) {
        context.warn(`${pictureId}: the last attempt failed, but the picture is already ${record.state}.`);
        return;
      }
      const reason =
        record.state === 'failed' ? record.detail : 'Every attempt to render it again failed; see the log.';
      await parked.park(JSON.stringify(value), reason);
      context.error(`${pictureId}: given up after the last attempt: ${reason}`);
    },
  };
}

/** A message as text, to be sent again: triggers pass JSON messages as parsed values. */
function textOf(message: unknown): string {
  if (typeof message === 'string') return message;
  return message instanceof Uint8Array ? Buffer.from(message).toString('utf8') : JSON.stringify(message ?? null);
}

function messageId(context: InvocationContext): string {
  return String(context.triggerMetadata?.id);
}
