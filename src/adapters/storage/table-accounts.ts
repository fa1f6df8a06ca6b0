// Accounts in an Azure table. A guest's partition says whose the guest is, and is written first, because only one account can
// create that row; a customer's partition lists the guests. A repetition completes what a crash left out.

import { odata } from '@azure/data-tables';
import type { Accounts } from '../../orders/ports/accounts';
import type { Storage } from './storage';
import { isStatus } from './storage-error';

/** Sorts before every guest id, which starts with `cus_`. */
const accountKey = 'account';

export function makeTableAccounts(storage: Storage, now: () => Date): Accounts {
  const table = () => storage.table('accounts');

  async function claim(customerId: string, guestId: string): Promise<boolean> {
    const client = await table();
    try {
      await client.createEntity({ partitionKey: guestId, rowKey: accountKey, customerId });
      return true;
    } catch (error) {
      if (!isStatus(error, 409)) throw error;
      const known = await client.getEntity<{ customerId: string }>(guestId, accountKey);
      return known.customerId === customerId;
    }
  }

  return {
    async addGuest(customerId, guestId) {
      if (!(await claim(customerId, guestId))) return false;
      const row = { partitionKey: customerId, rowKey: guestId, addedAt: now().toISOString() };
      await (await table()).upsertEntity(row, 'Merge');
      return true;
    },

    async guestsOf(customerId) {
      const filter = odata`PartitionKey eq ${customerId} and RowKey gt ${accountKey}`;
      const guests: string[] = [];
      const rows = (await table()).listEntities({ queryOptions: { filter, select: ['RowKey'] } });
      for await (const { rowKey } of rows) if (rowKey !== undefined) guests.push(rowKey);
      return guests;
    },
  };
}
