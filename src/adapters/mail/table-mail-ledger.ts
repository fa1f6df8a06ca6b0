// The ledger of mails sent by SMTP: table `mails`, partition key `about`, row key `event`. A row is claimed before the
// mail is sent. The mail of a claim that was never settled may have arrived, so it is not sent again.

import type { TableClient } from '@azure/data-tables';
import type { Storage } from '../storage/storage';
import { isStatus, unlessMissing } from '../storage/storage-error';

/** `acquired`: send the mail, then settle. `settled`: nothing to do. `busy`: another invocation is sending it. */
export type MailClaim = 'acquired' | 'settled' | 'busy';

export interface MailLedger {
  claim(about: string, event: string): Promise<MailClaim>;
  /** `uncertain`: it may have arrived. */
  settle(about: string, event: string, state: 'sent' | 'uncertain'): Promise<void>;
  /** The mail was certainly not accepted: the next attempt may send it. */
  release(about: string, event: string): Promise<void>;
}

/** An older claim belongs to a process that has ended: sending takes less than a minute. */
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
        return 'acquired';
      } catch (error) {
        if (!isStatus(error, 409)) throw error;
      }
      const known = await unlessMissing(() => client.getEntity<MailRow>(about, event));
      if (!known) return 'busy';
      if (known.state !== 'claimed') return 'settled';
      if (now().getTime() - Date.parse(known.at) < claimLastsMs) return 'busy';
      return markUncertain(client, row(about, event, 'uncertain'), known.etag);
    },

    async settle(about, event, state) {
      await (await table()).updateEntity(row(about, event, state), 'Replace');
    },

    async release(about, event) {
      await (await table()).deleteEntity(about, event);
    },
  };
}

async function markUncertain(
  client: TableClient,
  row: MailRow & { partitionKey: string; rowKey: string },
  etag: string,
) {
  try {
    await client.updateEntity(row, 'Replace', { etag });
    return 'settled';
  } catch (error) {
    if (isStatus(error, 412)) return 'busy';
    throw error;
  }
}
