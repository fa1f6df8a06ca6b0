// Which mails went out by a server that cannot be asked: table `mails`, partition key what it is about, row key event. A row
// is claimed before the mail is sent. A claim that nobody settled may stand for a mail that arrived: it is not sent again.

import type { TableClient } from '@azure/data-tables';
import type { Storage } from '../storage/storage';
import { isStatus, unlessMissing } from '../storage/storage-error';

/** `mine`: send it and settle. `settled`: there is nothing to do. `busy`: somebody else is at it. */
export type MailClaim = 'mine' | 'settled' | 'busy';

export interface MailLedger {
  claim(about: string, event: string): Promise<MailClaim>;
  /** `uncertain`: it may have arrived. */
  settle(about: string, event: string, state: 'sent' | 'uncertain'): Promise<void>;
  /** The mail was certainly not taken: whoever comes next may send it. */
  release(about: string, event: string): Promise<void>;
}

/** A claim of this age belongs to a process that is gone: sending takes less than a minute. */
export const claimLastsMs = 120_000;

interface MailRow {
  state: 'claimed' | 'sent' | 'uncertain';
  /** ISO 8601, UTC. */
  at: string;
}

export function makeTableMailLedger(storage: Storage, now: () => Date): MailLedger {
  const table = () => storage.table('mails');
  const row = (about: string, event: string, state: MailRow['state']) => ({
    partitionKey: about,
    rowKey: event,
    state,
    at: now().toISOString(),
  });

  return {
    async claim(about, event) {
      const client = await table();
      try {
        await client.createEntity(row(about, event, 'claimed'));
        return 'mine';
      } catch (error) {
        if (!isStatus(error, 409)) throw error;
      }
      const known = await unlessMissing(() => client.getEntity<MailRow>(about, event));
      if (!known) return 'busy';
      if (known.state !== 'claimed') return 'settled';
      if (now().getTime() - Date.parse(known.at) < claimLastsMs) return 'busy';
      return giveUp(client, row(about, event, 'uncertain'), known.etag);
    },

    async settle(about, event, state) {
      await (await table()).updateEntity(row(about, event, state), 'Replace');
    },

    async release(about, event) {
      await (await table()).deleteEntity(about, event);
    },
  };
}

async function giveUp(client: TableClient, row: MailRow & { partitionKey: string; rowKey: string }, etag: string) {
  try {
    await client.updateEntity(row, 'Replace', { etag });
    return 'settled';
  } catch (error) {
    if (isStatus(error, 412)) return 'busy';
    throw error;
  }
}
