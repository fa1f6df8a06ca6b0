// Counts the mails to each address, in 4,096 rows of table `mails` however many addresses there are. Only hashes are stored:
// what a customer entered is nowhere but in the order.

import { createHash } from 'node:crypto';
import { makeEtagCache, type Versioned } from '../storage/etag-cache';
import type { Storage } from '../storage/storage';
import { isStatus, unlessMissing } from '../storage/storage-error';
import { admit, type RecentMails } from './recent-mails';

export interface MailCounts {
  /** Counts a mail, once however often it is asked about; false: the address has had `perHour` mails within an hour. */
  admit(to: string, about: string, event: string): Promise<boolean>;
}

export interface MailCountsDeps {
  storage: Pick<Storage, 'table'>;
  perHour: number;
  now: () => Date;
}

/** Concurrent mails of one row write one after the other. */
const attempts = 20;

export function makeTableMailCounts({ storage, perHour, now }: MailCountsDeps): MailCounts {
  const written = makeEtagCache<RecentMails>(4_096);
  const table = () => storage.table('mails');

  async function read(partitionKey: string): Promise<Versioned<RecentMails> | undefined> {
    const client = await table();
    const row = await unlessMissing(() => client.getEntity<{ recent: string }>(partitionKey, rowKey));
    return row && { value: JSON.parse(row.recent), etag: row.etag };
  }

  /** False: another writer was faster. */
  async function write(partitionKey: string, value: RecentMails, etag: string | undefined): Promise<boolean> {
    const row = { partitionKey, rowKey, recent: JSON.stringify(value) };
    const client = await table();
    try {
      const done = await (etag === undefined
        ? client.createEntity(row)
        : client.updateEntity(row, 'Replace', { etag }));
      if (done.etag !== undefined) written.put(partitionKey, { value, etag: done.etag });
      return true;
    } catch (error) {
      if (isStatus(error, 409) || isStatus(error, 412)) return false;
      throw error;
    }
  }

  return {
    async admit(to, about, event) {
      const { partitionKey, address } = placeOf(to);
      const mail = hash(`${about} ${event}`).slice(0, 8);
      for (let attempt = 0; attempt < attempts; attempt++) {
        // What this process wrote last is a guess. It is enough to admit a mail, since the ETag proves it, but not to refuse one.
        const guess = written.take(partitionKey);
        let found = guess ?? (await read(partitionKey));
        let admission = admit(found?.value ?? {}, { address, mail }, perHour, now().getTime());
        if (guess && admission.kind === 'refused') {
          found = await read(partitionKey);
          admission = admit(found?.value ?? {}, { address, mail }, perHour, now().getTime());
        }
        if (admission.kind !== 'admitted') return admission.kind === 'known';
        if (await write(partitionKey, admission.mails, found?.etag)) return true;
      }
      throw new Error(
        `The mail ${about} ${event} could not be counted: its row was changed ${attempts} times in a row.`,
      );
    },
  };
}

const rowKey = 'last-hour';

/** The partition of an address, and its key in there. Of `ada+shop@example.com` and `Ada@example.com` one person has both. */
function placeOf(to: string): { partitionKey: string; address: string } {
  const at = to.lastIndexOf('@');
  const mailbox = to.slice(0, at).replace(/\+.*$/, '');
  const hashed = hash(`${mailbox}${to.slice(at)}`.toLowerCase());
  return { partitionKey: `recipients-${hashed.slice(0, 3)}`, address: hashed.slice(3, 19) };
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
