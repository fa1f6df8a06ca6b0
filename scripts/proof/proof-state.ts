// What the proof page shows: the contract between the supervisor and its page.

import type { MailBalance, MoneyBalance, StockBalance } from '../faults/balance-figures';

/** Cards of the sandbox, by what goes wrong with them. */
export const cards = {
  tok_ok: 'Payments work',
  tok_lost_reply: 'The reply of each payment is lost',
  tok_flaky: 'Each payment fails twice before it works',
  tok_declined: 'Cards are declined',
} as const;
export type Card = keyof typeof cards;

export const mostOrdersPerMinute = 120;
export const outageMs = 10_000;

export interface ShownOrder {
  orderId: string;
  state: string;
  /** Minor units. */
  amount: number;
  currency: string;
  card: string;
  createdAt: string;
}

/** A fault that was caused on purpose, and what became of the orders that it hit. */
export interface SurvivedFault {
  number: number;
  kind: 'kill' | 'outage' | 'card';
  card?: Card;
  /** ISO 8601, UTC. */
  at: string;
  /** Orders that were under way. */
  hit: number;
  /** How many of them have come to their end. */
  ended: number;
}

export interface LiveBooks {
  /** ISO 8601, UTC. */
  at: string;
  currency: string;
  money: MoneyBalance;
  /** Null until the host has told the stock once. */
  stock: (StockBalance & { at: string }) | null;
  mails: MailBalance;
}

export interface ProofState {
  host: { isUp: boolean; pid: number; deaths: number; storefront: string | null; problems: string[] };
  storage: { failsForMs: number; refused: number };
  orders: {
    perMinute: number;
    card: Card;
    /** In the shop's records. */
    placed: number;
    /** Accepted by a 202, but not in the shop's records. */
    lost: number;
    ended: number;
    /** The latest first. */
    latest: ShownOrder[];
  };
  /** Null until they have been read once. */
  books: LiveBooks | null;
  /** The latest first. */
  faults: SurvivedFault[];
}
