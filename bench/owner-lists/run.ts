// `npm run bench:owner-lists [-- --orders 100000]` counts the storage operations of the owner's lists and overview in a shop with
// many orders. Exit code 1 when one takes more than five, or shows something else than it should.

import { deepEqual } from 'node:assert/strict';
import { parseArgs } from 'node:util';
import { type CountingProxy, startCountingProxy } from '../../scripts/count/counting-proxy';
import { startEmulator } from '../../scripts/count/emulator';
import { makeStorage, type Storage } from '../../src/adapters/storage/storage';
import { makeTableAllOrders } from '../../src/adapters/storage/table-all-orders';
import { makeTableOrderIndex } from '../../src/adapters/storage/table-order-index';
import { makeOrdersOverview } from '../../src/orders/http/orders-overview';
import { orderStates } from '../../src/orders/order-states';
import type { AllOrders } from '../../src/orders/ports/all-orders';
import { runMain } from '../run-main';
import { emailOf, fillIndex, pastOrder, stateOf } from './fill-index';

const account = 'devstoreaccount1';
const accountKey = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';
const mostOperations = 5;
const limit = 20;

interface Look {
  what: string;
  operations: number;
  ms: number;
}

async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { orders: { type: 'string', default: '100000' } } });
  const count = Number(values.orders);
  const emulator = await startEmulator();
  let operations = 0;
  const proxy = await startCountingProxy('table', emulator.ports.table, () => void operations++);
  try {
    const now = Date.now();
    const began = performance.now();
    await fillIndex(await storageAt(emulator.ports.table).table('orderindex'), count, now);
    const filledMs = Math.round(performance.now() - began);
    const storage = storageAt(proxy.port);
    await storage.table('orderindex');
    const looks: Look[] = [];
    for (const [what, look] of Object.entries(looksAt(storage, count, now))) {
      const [before, from] = [operations, performance.now()];
      await look();
      looks.push({ what, operations: operations - before, ms: Math.round(performance.now() - from) });
    }
    return report(looks, { orders: count, filledMs });
  } finally {
    await end(proxy, emulator);
  }
}

/** Each checks what it has read. */
function looksAt(storage: Storage, count: number, now: number): Record<string, () => Promise<void>> {
  const all = makeTableAllOrders(storage, makeTableOrderIndex(storage));
  const numbers = Array.from({ length: count }, (_, n) => n);
  const ids = (wanted: (n: number) => boolean, from = 0) =>
    numbers
      .filter(wanted)
      .slice(from, from + limit)
      .map((n) => pastOrder(n, now).orderId);
  const page = async (query: Omit<Parameters<AllOrders['page']>[0], 'limit'>, expected: string[]) => {
    const { orders, cursor } = await all.page({ limit, ...query });
    deepEqual(
      orders.map(({ orderId }) => orderId),
      expected,
    );
    return cursor ?? '';
  };
  const middle = Math.floor(count / 2);
  let cursor = '';
  return {
    list: async () => {
      cursor = await page(
        {},
        ids(() => true),
      );
    },
    'next page': async () => {
      await page(
        { cursor },
        ids(() => true, limit),
      );
    },
    'by state': async () => {
      await page(
        { state: 'refused' },
        ids((n) => stateOf(n) === 'refused'),
      );
    },
    'by mail address': async () => {
      await page(
        { email: emailOf(middle).toUpperCase() },
        ids((n) => emailOf(n) === emailOf(middle)),
      );
    },
    'by mail address and state': async () => {
      const email = emailOf(middle);
      await page(
        { email, state: 'refused' },
        ids((n) => emailOf(n) === email && stateOf(n) === 'refused'),
      );
    },
    'by time': async () => {
      await page(
        { placedTo: new Date(now - middle * 60_000).toISOString() },
        ids((n) => n >= middle),
      );
    },
    'by id': async () => {
      const { orderId } = pastOrder(middle, now);
      await page({ orderId }, [orderId]);
    },
    'parcels to send': async () => {
      const { orders, complete } = await all.toSend();
      deepEqual([orders.length, complete], [0, true]);
    },
    figures: async () => {
      const { orders, complete } = await all.placedSince(new Date(now - 30 * 86_400_000).toISOString());
      const placed = Math.min(count, 30 * 1_440 + 1);
      deepEqual([orders.length, complete], [Math.min(placed, 5_000), placed < 5_000]);
    },
    overview: async () => {
      const policy = {
        stuckAfterMs: 3_600_000,
        deliveryOverdueAfterMs: 14 * 86_400_000,
        approvalTimeoutMs: 0,
        paymentActionTimeoutMs: 0,
      };
      const overview = await makeOrdersOverview({ allOrders: all, ...policy, now: () => new Date(now) })();
      for (const state of orderStates) {
        deepEqual(overview.counts[state], numbers.filter((n) => stateOf(n) === state).length);
      }
      deepEqual(overview.compensationFailed.count, overview.counts.compensationFailed);
      deepEqual(overview.complete, true);
    },
  };
}

function report(looks: Look[], shop: { orders: number; filledMs: number }): number {
  for (const { what, operations, ms } of looks) {
    const missed = operations > mostOperations ? '  MISSED' : '';
    console.log(`${what.padEnd(28)}${String(operations).padStart(4)} operations (<= 5)  ${ms} ms${missed}`);
  }
  const missed = looks.filter(({ operations }) => operations > mostOperations).map(({ what }) => what);
  const measured = Object.fromEntries(looks.map(({ what, operations }) => [what, operations]));
  console.log(JSON.stringify({ bench: 'owner-lists', ...shop, ...measured, missed }));
  return missed.length > 0 ? 1 : 0;
}

async function end(proxy: CountingProxy, emulator: Awaited<ReturnType<typeof startEmulator>>): Promise<void> {
  proxy.close();
  await emulator.stop();
}

function storageAt(port: number): Storage {
  const endpoint = `TableEndpoint=http://127.0.0.1:${port}/${account};`;
  const others = `BlobEndpoint=http://127.0.0.1:1/${account};QueueEndpoint=http://127.0.0.1:1/${account};`;
  const connectionString = `DefaultEndpointsProtocol=http;AccountName=${account};AccountKey=${accountKey};`;
  return makeStorage({ connectionString: `${connectionString}${others}${endpoint}` });
}

runMain(main);
