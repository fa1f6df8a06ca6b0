// Finds uploads whose event never came, and sends their jobs. Event Grid does not repeat an event that was answered 401, and the
// key of its webhook can change with a restart, so no upload may depend on its event.

import type { Sweep } from '../shared/contracts';
import { uploadTicketMs } from './picture';
import type { OpenTicket, OpenTickets, PictureJobs, PictureRecords, PictureSources } from './ports';
import { uploadEvent } from './upload-event';

export interface SweepUploadsDeps {
  tickets: OpenTickets;
  records: PictureRecords;
  sources: PictureSources;
  jobs: PictureJobs;
  now: () => Date;
}

/** An upload's event usually comes within seconds. One that comes later finds the job done. */
const eventWithinMs = 30_000;
/** A ticket that was not used by then never is: an upload may begin at its last moment, and takes a while. */
const unusedAfterMs = 2 * uploadTicketMs;
/** One query; what is beyond that waits for the next run. */
const ticketsARun = 1_000;
const ticketsAtOnce = 16;

/** `waiting`: no upload yet, or its event is still on its way. `noticed`: nothing is left to do. */
type Fate = 'waiting' | 'noticed' | 'unused' | 'sent';

/**
 * A ticket stays in the index until its upload was noticed or it can no longer be used, so a crash at any moment leaves the rest to
 * the next run. With no ticket open, a run costs one query.
 */
export function makeSweepUploads({ tickets, records, sources, jobs, now }: SweepUploadsDeps): Sweep {
  async function fateOf(ticket: OpenTicket): Promise<Fate> {
    const record = await records.find(ticket.pictureId);
    if (record && record.state !== 'awaitingUpload') return 'noticed';
    const writtenAt = await sources.writtenAt(ticket);
    if (!writtenAt) return ageOf(ticket.issuedAt) > unusedAfterMs ? 'unused' : 'waiting';
    if (ageOf(writtenAt) < eventWithinMs) return 'waiting';
    // The event, not a job: whoever takes the message registers the upload, and retries if that fails.
    await jobs.send(uploadEvent(ticket));
    return 'sent';
  }

  const ageOf = (time: Date) => now().getTime() - time.getTime();

  return async () => {
    const open = await tickets.list(new Date(now().getTime() - eventWithinMs), ticketsARun);
    const [handled, failed, closed]: [string[], { what: string; error: unknown }[], OpenTicket[]] = [[], [], []];
    const settle = async (ticket: OpenTicket) => {
      const what = `uploads/${ticket.sku}/${ticket.pictureId}`;
      try {
        const fate = await fateOf(ticket);
        if (fate === 'sent') handled.push(what);
        if (fate !== 'waiting') closed.push(ticket);
      } catch (error) {
        failed.push({ what, error });
      }
    };
    for (let from = 0; from < open.length; from += ticketsAtOnce) {
      await Promise.all(open.slice(from, from + ticketsAtOnce).map(settle));
    }
    await tickets.close(closed);
    return { handled, failed };
  };
}
