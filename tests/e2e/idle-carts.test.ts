// Idle carts: customers with an address get one reminder, all carts are empty in the end, and no orchestration remains.

import { BlobServiceClient } from '@azure/storage-blob';
import type { Cart } from '../../client/api-types';
import { aCheckout, placeOrder } from '../../scripts/shop/check-out';
import { loadDemoShop } from '../../scripts/shop/demo-shop';
import { eventually } from '../../scripts/shop/eventually';
import { type Ask, expectStatus, makeShop, type Shop } from '../../scripts/shop/shop-client';
import { makeOwnHost } from '../helpers/own-host';
import { ownHostTest } from '../helpers/own-host-test';

const own = makeOwnHost('idle-carts', {
  CART_REMINDER_AFTER: 'PT2S',
  CART_EXPIRES_AFTER: 'PT12S',
  HISTORY_RETENTION: 'PT0S',
});
let origin = '';
let shop: Shop;
beforeAll(async () => {
  ({ origin } = await own.start());
  shop = makeShop(() => origin);
  await loadDemoShop(shop);
});
afterAll(() => own.remove());

ownHostTest(
  'fifty idle carts: customers with an address get one reminder, all carts are empty in the end, no instance remains',
  async () => {
    const guests = Array.from({ length: 50 }, () => shop.guest());
    const known = guests.slice(0, 5);
    await Promise.all(known.map(orderSomething));
    await Promise.all(guests.map((guest) => add(guest)));
    const emptied = guests.slice(40);
    await Promise.all(emptied.map((guest) => guest('DELETE', '/cart')));
    expect((await watches()).size).toBe(known.length);

    await eventually('all carts to be empty', 60_000, async () => {
      const units = await Promise.all(guests.map(unitsOf));
      return units.every((count) => count === 0) ? true : undefined;
    });
    await eventually('all watches to end', 60_000, async () =>
      [...(await watches()).values()].every((status) => status === 'Completed') ? true : undefined,
    );
    const reminders = await remindersSent();
    expect(reminders).toHaveLength(known.length);

    await eventually('finished instances to be purged', 30_000, async () => {
      await fetch(`${origin}/admin/functions/purgeFinishedInstances`, { method: 'POST', body: '{}', headers: json });
      return (await watches()).size === 0 ? true : undefined;
    });
  },
);

ownHostTest('the clean-up of carts reaches the task hub', async () => {
  await add(shop.guest());
  await fetch(`${origin}/admin/functions/deleteIdleCarts`, { method: 'POST', body: '{}', headers: json });
  const done = /Executed 'Functions\.deleteIdleCarts' \((\w+)/;
  const outcome = await eventually('the clean-up', 20_000, async () => done.exec(own.log())?.[1]);
  expect(outcome).toBe('Succeeded');
});

ownHostTest('a cart that is used regularly is not cleared', async () => {
  const guest = shop.guest();
  for (let seconds = 0; seconds < 14; seconds++) {
    await add(guest);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  await expect(unitsOf(guest)).resolves.toBe(14);
});

const json = { 'content-type': 'application/json' };

async function add(guest: Ask): Promise<Cart> {
  return expectStatus(await guest<Cart>('POST', '/cart/lines', { body: { sku: 'enamel-mug', quantity: 1 } }), 200);
}

async function unitsOf(guest: Ask): Promise<number> {
  return expectStatus(await guest<Cart>('GET', '/cart'), 200).units;
}

async function orderSomething(guest: Ask): Promise<void> {
  const { total } = await add(guest);
  expectStatus(await placeOrder(guest, aCheckout(total)), 202);
}

/** The cart orchestrations with their state. */
async function watches(): Promise<Map<string, string>> {
  const answer = await fetch(`${origin}/runtime/webhooks/durabletask/instances?top=1000`);
  const instances = (await answer.json()) as { name: string; instanceId: string; runtimeStatus: string }[];
  const mine = instances.filter(({ name }) => name === 'cartOrchestrator');
  return new Map(mine.map(({ instanceId, runtimeStatus }) => [instanceId, runtimeStatus]));
}

async function remindersSent(): Promise<string[]> {
  const outbox = BlobServiceClient.fromConnectionString(own.storage()).getContainerClient('outbox');
  const names: string[] = [];
  for await (const { name } of outbox.listBlobsFlat()) if (name.endsWith('/reminder.eml')) names.push(name);
  return names;
}
