// Detects shipped orders by polling the orders table: requests to the app would distort the measurement.

import { setTimeout as sleep } from 'node:timers/promises';
import { odata, TableClient } from '@azure/data-tables';

export interface ShippedWatch {
  /**
   * Resolves when the order's record is shipped or delivered.
   * @param postedAt ISO 8601, UTC: before the order was placed. @throws when an order is not shipped after a minute.
   */
  shipped(orderId: string, postedAt: string): Promise<void>;
  stop(): Promise<void>;
}

interface Waiting {
  postedAt: string;
  resolve: () => void;
}

const pauseMs = 40;
const limitMs = 60_000;

/** @param storage connection string. */
export function watchShipped(storage: string): ShippedWatch {
  const waiting = new Map<string, Waiting>();
  const table = TableClient.fromConnectionString(storage, 'orders', { allowInsecureConnection: true });
  let watching = true;

  async function look(since: string): Promise<void> {
    if (Date.now() - Date.parse(since) > limitMs) throw new Error(`An order of ${since} is not shipped yet.`);
    const filter = odata`createdAt ge ${since} and (state eq 'shipped' or state eq 'delivered')`;
    const rows = table.listEntities<{ rowKey: string }>({ queryOptions: { filter, select: ['RowKey'] } });
    for await (const { rowKey } of rows) {
      waiting.get(rowKey)?.resolve();
      waiting.delete(rowKey);
    }
  }

  const watch = (async () => {
    while (watching) {
      const [oldest] = [...waiting.values()].map(({ postedAt }) => postedAt).toSorted();
      if (oldest !== undefined) await look(oldest);
      await sleep(pauseMs);
    }
  })();
  return {
    shipped: (orderId, postedAt) =>
      Promise.race([new Promise<void>((resolve) => void waiting.set(orderId, { postedAt, resolve })), watch]),
    async stop() {
      watching = false;
      await watch;
    },
  };
}
