// The ports of webhooks: where deliveries are kept, the queue that carries them, and the way to an endpoint.

import type { Delivery, DeliveryState, PostResult } from './delivery';
import type { WebhookMessage } from './webhook-messages';

export interface WebhookEndpoint {
  url: string;
  /** The present one first. */
  secrets: string[];
}

export interface DeliveryQuery {
  state?: DeliveryState;
  orderId?: string;
  /** The cursor that came with the previous page: the id of its last delivery. */
  cursor?: string;
  limit: number;
}

export interface Deliveries {
  /** Stores a new delivery; does nothing when it is known. */
  add(delivery: Delivery): Promise<void>;
  find(id: string): Promise<{ delivery: Delivery; etag: string } | undefined>;
  /** False when it has changed since it was read. */
  replace(delivery: Delivery, etag: string): Promise<boolean>;
  /**
   * The latest events first. It reads a few thousand deliveries at most: a filtered page may hold fewer than `limit`, or none,
   * and there is more as long as it has a cursor.
   */
  page(query: DeliveryQuery): Promise<{ deliveries: Delivery[]; cursor?: string }>;
  /** Removes some that are not pending and whose event is older than this; returns their ids. */
  removeEnded(before: Date): Promise<string[]>;
}

/** How many changes of each order have become deliveries. */
export interface AnnouncedChanges {
  /** Undefined for an order of which nothing was announced. */
  count(orderId: string): Promise<{ count: number; etag: string } | undefined>;
  /** False when it was counted concurrently. @param etag of the count that was read, if there was one. */
  put(orderId: string, count: number, etag?: string): Promise<boolean>;
}

export interface WebhookQueue {
  /** @param delayMs at most a week; whole seconds are kept. */
  send(message: WebhookMessage, delayMs?: number): Promise<void>;
}

export interface WebhookSender {
  /** Posts JSON once. Whatever goes wrong is a result, never thrown. */
  post(url: string, headers: Record<string, string>, body: string): Promise<PostResult>;
}
