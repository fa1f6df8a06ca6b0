// In-memory deliveries and a queue with a clock: what is delayed becomes due as the clock moves on.

import { makeAnnounceChanges } from '../../src/webhooks/announce-changes';
import { makeDeliverWebhook } from '../../src/webhooks/deliver-webhook';
import type { Delivery, PostResult } from '../../src/webhooks/delivery';
import { makeWebhookHandlers } from '../../src/webhooks/handlers';
import { makeWebhookJob } from '../../src/webhooks/job-handlers';
import type { AnnouncedChanges, Deliveries, WebhookEndpoint, WebhookQueue } from '../../src/webhooks/ports';
import type { WebhookMessage } from '../../src/webhooks/webhook-messages';

export const endpoint: WebhookEndpoint = {
  url: 'https://erp.example/hooks',
  secrets: [`whsec_${Buffer.alloc(32, 1).toString('base64')}`],
};

export interface Posted {
  at: number;
  url: string;
  headers: Record<string, string>;
  body: string;
}

export function makeFakeWebhooks(endpoints: WebhookEndpoint[] = [endpoint]) {
  const clock = { now: Date.parse('2026-03-01T12:00:00.000Z') };
  const now = () => new Date(clock.now);
  const stored = new Map<string, { delivery: Delivery; version: number }>();
  const counts = new Map<string, number>();
  const waiting: { message: WebhookMessage; dueAt: number }[] = [];
  const posted: Posted[] = [];
  const logged: string[] = [];
  /** What the endpoints answer; set by a test. */
  const world: { answer: (post: Posted) => PostResult | Promise<PostResult> } = {
    answer: () => ({ kind: 'accepted', result: 'HTTP 200' }),
  };

  const deliveries: Deliveries = {
    async add(delivery) {
      if (!stored.has(delivery.id)) stored.set(delivery.id, { delivery, version: 1 });
    },
    async find(id) {
      const found = stored.get(id);
      return found && { delivery: found.delivery, etag: String(found.version) };
    },
    async replace(delivery, etag) {
      const { version } = stored.get(delivery.id) ?? { version: 0 };
      if (String(version) !== etag) return false;
      stored.set(delivery.id, { delivery, version: version + 1 });
      return true;
    },
    async page({ limit, state, orderId }) {
      const all = [...stored.values()].map(({ delivery }) => delivery).sort((a, b) => (a.id < b.id ? 1 : -1));
      const found = all.filter((one) => (state ?? one.state) === one.state && (orderId ?? one.orderId) === one.orderId);
      return { deliveries: found.slice(0, limit) };
    },
    removeEnded: async () => [],
  };
  const announced: AnnouncedChanges = {
    async count(orderId) {
      const count = counts.get(orderId);
      return count === undefined ? undefined : { count, etag: String(count) };
    },
    async put(orderId, count, etag) {
      if (counts.get(orderId)?.toString() !== etag) return false;
      counts.set(orderId, count);
      return true;
    },
  };
  const queue: WebhookQueue = {
    async send(message, delayMs = 0) {
      waiting.push({ message, dueAt: clock.now + delayMs });
    },
  };
  const announceChanges = makeAnnounceChanges({ endpoints, deliveries, announced, queue, now });
  const deliver = makeDeliverWebhook({
    ...{ endpoints, deliveries, queue, now, firstPauseMs: 5_000 },
    sender: {
      async post(url, headers, body) {
        const post = { at: clock.now, url, headers, body };
        posted.push(post);
        return world.answer(post);
      },
    },
  });
  const job = makeWebhookJob(announceChanges, deliver);
  const log = (text: string) => logged.push(text);

  async function run(message: unknown, dequeueCount = 1): Promise<void> {
    await job(message, { triggerMetadata: { id: 'm1', dequeueCount }, log, warn: log } as never);
  }

  return {
    ...{ clock, now, stored, counts, waiting, posted, logged, world, deliveries, queue, announceChanges, deliver, run },
    handlers: makeWebhookHandlers({ endpoints, deliveries, queue, now }),
    /** Runs what is due, and moves the clock on to what is due next, until the queue is empty or the time has come. */
    async runUntil(end: number): Promise<void> {
      for (;;) {
        waiting.sort((a, b) => a.dueAt - b.dueAt);
        const next = waiting[0];
        if (!next || next.dueAt > end) break;
        waiting.shift();
        clock.now = Math.max(clock.now, next.dueAt);
        await run(JSON.parse(JSON.stringify(next.message)));
      }
      clock.now = Math.max(clock.now, end);
    },
  };
}
