// What happens to an idle cart: one reminder, and later it is cleared. Pure, since an orchestrator calls it.

/** How long a cart may stay unchanged, in ms. */
export interface IdleLimits {
  remindAfterMs: number;
  expireAfterMs: number;
}

/** The life of one filled cart: from the first line in an empty cart until the cart is empty again. */
export interface CartSession extends IdleLimits {
  customerId: string;
  /** See `Cart`. */
  filledAt: number;
  /** Whether the reminder was sent: at most one per session. */
  reminded: boolean;
}

/** Input of the orchestrator. */
export interface CartWatch extends CartSession {
  /** When to read the cart next: ISO 8601, UTC. */
  lookAt: string;
}

/** What the orchestrator reads of a cart. */
export interface CartSnapshot {
  units: number;
  filledAt: number;
  version: number;
  /** ISO 8601, UTC. */
  touchedAt: string;
}

export type IdleStep =
  /** The cart is empty, or a newer session has begun. */
  { kind: 'end' } | { kind: 'wait'; until: Date } | { kind: 'remind' } | { kind: 'expire' };

/** What is due for the cart at `now`. */
export function dueFor(session: CartSession, cart: CartSnapshot, now: Date): IdleStep {
  if (cart.units === 0 || cart.filledAt !== session.filledAt) return { kind: 'end' };
  const touched = Date.parse(cart.touchedAt);
  const expires = touched + session.expireAfterMs;
  const reminds = touched + session.remindAfterMs;
  if (now.getTime() >= expires) return { kind: 'expire' };
  if (session.reminded || reminds >= expires) return { kind: 'wait', until: new Date(expires) };
  return now.getTime() >= reminds ? { kind: 'remind' } : { kind: 'wait', until: new Date(reminds) };
}

/** The id of the one instance that watches a cart session. */
export function idleCartInstance({ customerId, filledAt }: Pick<CartSession, 'customerId' | 'filledAt'>): string {
  return `${customerId}:cart:${filledAt}`;
}
