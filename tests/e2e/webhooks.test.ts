// Events of orders, received by a server of this test: retried after failures and a kill of the host, replayed by the owner.
// Signatures are checked by the package of Standard Webhooks.

import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { buy, orderEnd } from '../../scripts/shop/check-out';
import { loadDemoShop } from '../../scripts/shop/demo-shop';
import { eventually } from '../../scripts/shop/eventually';
import { expectStatus, makeShop, type Shop } from '../../scripts/shop/shop-client';
import { makeOwnHost } from '../helpers/own-host';
import { ownHostTest } from '../helpers/own-host-test';

const secret = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
const TIMEOUT_MS = 60_000;

interface Received {
  headers: IncomingHttpHeaders;
  body: string;
  answered: number;
}

interface Listed {
  deliveries: { id: string; type: string; state: string; attempts: number; replays: number; lastResult?: string }[];
}

/** A receiver whose answer to the next request a test decides. */
async function startReceiver() {
  const received: Received[] = [];
  const world = { statusOf: (_body: string, _before: number) => 204 };
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const id = request.headers['webhook-id'];
    const answered = world.statusOf(body, received.filter(({ headers }) => headers['webhook-id'] === id).length);
    received.push({ headers: request.headers, body, answered });
    response.writeHead(answered).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`;
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { received, world, url, stop };
}

const list = async (shop: Shop, query: string) =>
  expectStatus(await shop.owner<Listed>('GET', `/admin/webhooks?${query}`), 200).deliveries;

ownHostTest(
  'each change of an order reaches an endpoint that fails twice, although the host is killed in between, and can be replayed',
  async () => {
    const receiver = await startReceiver();
    const own = makeOwnHost('webhooks', {
      WEBHOOK_ENDPOINTS: `${receiver.url} ${secret}`,
      WEBHOOK_RETRY_AFTER: 'PT1S',
    });
    try {
      let host = await own.start();
      const shop = makeShop(() => host.origin);
      const sku = (await loadDemoShop(shop)).find(({ available }) => (available ?? 0) > 5)?.sku ?? '';
      receiver.world.statusOf = (_body, before) => (before < 2 ? 503 : 204);
      const guest = shop.guest();
      const orderId = await buy(guest, sku, 1);
      await eventually('a second failure', TIMEOUT_MS, async () => hasFailedTwice(receiver.received) || undefined);
      host.signal('SIGKILL');
      await host.ended;
      host = await own.start();
      expect((await orderEnd(guest, orderId)).state).toBe('delivered');

      const delivered = await eventually('all deliveries', TIMEOUT_MS, async () => {
        const all = await list(shop, `orderId=${orderId}`);
        const isDone = all.length > 0 && all.every(({ state }) => state === 'delivered');
        return isDone && all.some(({ type }) => type === 'order.delivered') ? all : undefined;
      });
      const order = expectStatus(
        await shop.owner<{ timeline: { state: string }[] }>('GET', `/admin/orders/${orderId}`),
        200,
      );
      const states = [...new Set(order.timeline.map(({ state }) => `order.${state}`))];
      expect(delivered.map(({ type }) => type).sort()).toEqual(states.sort());
      expect(await list(shop, `orderId=${orderId}&state=pending`)).toEqual([]);

      for (const { headers, body } of receiver.received) {
        const event = new Webhook(secret).verify(body, headers as Record<string, string>);
        expect(event).toEqual({
          type: expect.stringMatching(/^order\./),
          timestamp: expect.any(String),
          data: { orderId, state: expect.any(String) },
        });
      }
      // One id for each event, over all attempts, and none that was accepted before is sent again.
      const accepted = receiver.received.filter(({ answered }) => answered === 204);
      expect(new Set(accepted.map(({ body }) => body)).size).toBe(states.length);
      expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(states.length);

      await replays(shop, receiver, delivered[0]?.id ?? '');
    } catch (error) {
      throw new Error(own.log().slice(-4000), { cause: error });
    } finally {
      await own.remove();
      await receiver.stop();
    }
  },
  240_000,
);

function hasFailedTwice(received: Received[]): boolean {
  const ids = received.map(({ headers }) => headers['webhook-id']);
  return ids.some((id, index) => ids.indexOf(id) !== index);
}

async function replays(shop: Shop, receiver: Awaited<ReturnType<typeof startReceiver>>, id: string): Promise<void> {
  const before = receiver.received.length;
  receiver.world.statusOf = () => 204;
  const answer = await shop.owner('POST', `/admin/webhooks/${id}/replay`);
  expect([answer.status, answer.body]).toEqual([202, expect.objectContaining({ id, state: 'pending', replays: 1 })]);
  const again = await eventually('the replay', TIMEOUT_MS, async () => receiver.received[before]);
  expect(again.headers['webhook-id']).toBe(id);
  new Webhook(secret).verify(again.body, again.headers as Record<string, string>);
  await eventually('its record', TIMEOUT_MS, async () => {
    const [found] = (await list(shop, 'limit=100')).filter((one) => one.id === id);
    return found?.state === 'delivered' && found.replays === 1 ? found : undefined;
  });
  const unknown = await shop.owner(
    'POST',
    `/admin/webhooks/${id.replace(/.$/, (last) => (last === '7' ? '6' : '7'))}/replay`,
  );
  expect([unknown.status, unknown.body]).toMatchObject([404, { code: 'WEBHOOK.NOT_FOUND' }]);
}
