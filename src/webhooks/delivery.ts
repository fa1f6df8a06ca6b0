// A delivery: one event for one endpoint, with what has become of it. Its id is derived, so that the same event is never two
// deliveries, and begins with the time of the event, so that deliveries sort by it.

import type { OrderChange } from '../shared/contracts';
import { derivedText } from '../shared/ids';
import { pauseAfter } from './retry-schedule';

/** `failed`: given up, or refused for good; only a replay sends it again. */
export const deliveryStates = ['pending', 'delivered', 'failed'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

export interface Delivery {
  /** The header `webhook-id`, the same in every attempt and replay. */
  id: string;
  /** The url of the endpoint. */
  endpoint: string;
  /** The type of the event, `order.shipped` for example. */
  type: string;
  orderId: string;
  /** The body, the same in every attempt. */
  body: string;
  state: DeliveryState;
  /** How often it was replayed. */
  round: number;
  /** In this round. */
  attempts: number;
  /** When the round began. All times are ISO 8601, UTC. */
  startedAt: string;
  /** How the last attempt ended: `HTTP 503`, or the code of an error. */
  lastResult?: string;
  lastAttemptAt?: string;
  /** Present while it is pending and was tried. */
  nextAttemptAt?: string;
  deliveredAt?: string;
}

/** How an attempt ended. */
export type PostResult =
  | { kind: 'accepted'; result: string }
  /** `isFinal`: the endpoint wants no more, so that no retry makes sense. */
  | { kind: 'refused'; result: string; isFinal?: true };

export const deliveryIdPattern = /^whk_[0-9a-f]{12}[a-z2-7]{26}$/;

/** The event `order.<state>`, with no more than is needed to ask for the rest. */
export function newDelivery(endpoint: string, orderId: string, change: OrderChange, now: Date): Delivery {
  const { state, step, at, reason } = change;
  const type = `order.${state}`;
  const data = { orderId, state, ...(reason !== undefined && { reason }) };
  const time = Date.parse(at).toString(16).padStart(12, '0');
  return {
    id: `whk_${time}${derivedText(endpoint, orderId, step)}`,
    ...{ endpoint, type, orderId, body: JSON.stringify({ type, timestamp: at, data }) },
    ...{ state: 'pending', round: 0, attempts: 0, startedAt: now.toISOString() },
  };
}

/** The delivery after an attempt: delivered, failed, or pending with the time of the next attempt. */
export function afterAttempt(known: Delivery, post: PostResult, now: Date, firstPauseMs: number): Delivery {
  const { nextAttemptAt: _over, ...rest } = known;
  const lastAttemptAt = now.toISOString();
  const tried = { ...rest, attempts: known.attempts + 1, lastResult: post.result, lastAttemptAt };
  if (post.kind === 'accepted') return { ...tried, state: 'delivered', deliveredAt: lastAttemptAt };
  const pauseMs = post.isFinal ? undefined : pauseAfter(tried.attempts, firstPauseMs, ageOf(known, now));
  if (pauseMs === undefined) return { ...tried, state: 'failed' };
  return { ...tried, nextAttemptAt: new Date(now.getTime() + pauseMs).toISOString() };
}

/** The delivery as it is sent once more, with all attempts ahead of it. What is still under way is overtaken. */
export function replayed({ nextAttemptAt: _over, deliveredAt: _before, ...rest }: Delivery, now: Date): Delivery {
  return { ...rest, state: 'pending', round: rest.round + 1, attempts: 0, startedAt: now.toISOString() };
}

function ageOf({ startedAt }: Delivery, now: Date): number {
  return now.getTime() - Date.parse(startedAt);
}
