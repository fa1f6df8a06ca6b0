// What becomes of a cart that nobody touches: one reminder, and some time later it is cleared. Pure, as its orchestrator asks it.

/** How long a cart may lie untouched, in ms. */
export interface IdleLimits {
  remindAfterMs: number;
  expireAfterMs: number;
}

/** One shopping of one customer: from the first line in an empty cart until it is empty again. */
export interface CartSession extends IdleLimits {
  customerId: string;
  /** See `Cart`. */
  filledAt: number;
  /** A customer is reminded once for each shopping. */
  reminded: boolean;
}

/** Input of the orchestrator. */
export interface CartWatch extends CartSession {
  /** When to look next: ISO 8601, UTC. */
  lookAt: string;
}

/** A cart as it was found. */
export interface CartSnapshot {
  units: number;
  filledAt: number;
  version: number;
  /** ISO 8601, UTC. */
  touchedAt: string;
}

export type IdleStep =
  /** Nothing is left to look after. */
  { kind: 'end' } | { kind: 'wait'; until: Date } | { kind: 'remind' } | { kind: 'expire' };

/** What is due for a cart found like this at `now`. */
export function dueFor(shopping: CartSession, cart: CartSnapshot, now: Date): IdleStep {
  if (cart.units === 0 || cart.filledAt !== shopping.filledAt) return { kind: 'end' };
  const touched = Date.parse(cart.touchedAt);
  const expires = touched + shopping.expireAfterMs;
  const reminds = touched + shopping.remindAfterMs;
  if (now.getTime() >= expires) return { kind: 'expire' };
  if (shopping.reminded || reminds >= expires) return { kind: 'wait', until: new Date(expires) };
  return now.getTime() >= reminds ? { kind: 'remind' } : { kind: 'wait', until: new Date(reminds) };
}

/** The instance that looks after a shopping: the same for everybody who asks. */
export function idleCartInstance({ customerId, filledAt }: Pick<CartSession, 'customerId' | 'filledAt'>): string {
  return `${customerId}:cart:${filledAt}`;
}
