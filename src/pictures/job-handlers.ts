// Pictures by blob event and queue message: what cannot be helped is let pass, whatever is thrown is tried again.

import type { InvocationContext } from '@azure/functions';
import { isSettled } from './job-messages';
import { afterFault, afterGivingUp, parseSourcePath } from './picture';
import type { PictureJob } from './picture-job';
import type { ParkedJobs, PictureRecords } from './ports';
import { makeJobInMessage } from './queued-upload';
import type { RegisterUpload } from './register-upload';
import type { RenderPicture } from './render-picture';

export interface JobHandlerDeps {
  registerUpload: RegisterUpload;
  records: PictureRecords;
  render: RenderPicture;
  parked: ParkedJobs;
  now: () => Date;
}

export interface JobHandlers {
  /** Answers with the message for `picture-jobs`, or nothing when there is nothing to render. */
  pictureUploaded: (blob: unknown, context: InvocationContext) => Promise<PictureJob | undefined>;
  renderPicture: (message: unknown, context: InvocationContext) => Promise<void>;
  pictureJobPoisoned: (message: unknown, context: InvocationContext) => Promise<void>;
}

export function makeJobHandlers({ registerUpload, records, render, parked, now }: JobHandlerDeps): JobHandlers {
  const jobIn = makeJobInMessage(registerUpload);

  async function tellFault(job: PictureJob, fault: unknown, context: InvocationContext): Promise<void> {
    const text = fault instanceof Error ? fault.message : String(fault);
    try {
      await records.change(job, (record) => afterFault(record, job, job.etag, text, now().toISOString()));
    } catch (error) {
      // The first fault is the one that the queue has to hear of.
      context.warn(`${job.pictureId}: why the attempt failed could not be noted: ${error}`);
    }
  }

  return {
    async pictureUploaded(_blob, context) {
      const path = String(context.triggerMetadata?.blobTrigger);
      const name = parseSourcePath(path);
      if (!name) {
        context.warn(`${path} was not uploaded with a ticket: it is left alone.`);
        return undefined;
      }
      const job = await registerUpload(name);
      if (!job) context.log(`${path} is gone already, or its picture was deleted.`);
      return job;
    },

    async renderPicture(message, context) {
      const job = await jobIn(message);
      // Thrown on purpose: what is no job never becomes one, and the poison queue is where it is found.
      if (!job.ok) throw new Error(`Message ${messageId(context)} is no picture job: ${job.detail}`);
      if (!job.value) {
        context.log(`Message ${messageId(context)} tells of an upload that wants no renditions.`);
        return;
      }
      try {
        const outcome = await render(job.value);
        const reason = outcome.kind === 'refused' ? ` (${outcome.code}: ${outcome.detail})` : '';
        context.log(`${job.value.pictureId}: ${outcome.kind}${reason}`);
      } catch (fault) {
        await tellFault(job.value, fault, context);
        throw fault;
      }
    },

    async pictureJobPoisoned(message, context) {
      const job = await jobIn(message);
      if (!job.ok) {
        await parked.park(textOf(message), `It is no picture job: ${job.detail}`);
        context.error(`Message ${messageId(context)} is no picture job and is put aside: ${job.detail}`);
        return;
      }
      const { value } = job;
      if (!value) return;
      const { etag, pictureId } = value;
      const record = await records.change(value, (before) => afterGivingUp(before, value, etag, now().toISOString()));
      if (isSettled(record, value)) {
        context.warn(`${pictureId}: given up after the last attempt, but it is ${record.state} all the same.`);
        return;
      }
      const reason = record.state === 'failed' ? record.detail : 'Rendering it anew kept failing; the log tells why.';
      await parked.park(JSON.stringify(value), reason);
      context.error(`${pictureId}: given up after the last attempt: ${reason}`);
    },
  };
}

/** A message as text, as it would be sent again: triggers hand over what they could parse as a value. */
function textOf(message: unknown): string {
  if (typeof message === 'string') return message;
  return message instanceof Uint8Array ? Buffer.from(message).toString('utf8') : JSON.stringify(message ?? null);
}

function messageId(context: InvocationContext): string {
  return String(context.triggerMetadata?.id);
}
