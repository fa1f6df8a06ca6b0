// How many units of a product can still be sold, as the shop shows it: a copy of what the stock entity knows, a few seconds old.
// It is never used to decide a sale.

import type { Stock } from './stock';

export interface Availability {
  /** Units that can be sold. */
  units: number;
  /** The time of the stock's last movement, in ms since the epoch: of two copies the later one counts, whenever they were made. */
  at: number;
  /** Reserved units that can be sold again from a time on, as [ms since the epoch, units]; absent without reservations. */
  expiring?: [number, number][];
}

/** Reservations beyond these count as reserved until the last of them expires. */
const mostExpiries = 20;

export function availabilityOf(stock: Stock): Availability {
  const reservations = stock.reservations
    .map(({ expiresAt, quantity }): [number, number] => [Date.parse(expiresAt), quantity])
    .sort(([a], [b]) => a - b);
  const reserved = reservations.reduce((units, [, quantity]) => units + quantity, 0);
  const lastMovement = stock.movements.at(-1);
  const at = lastMovement ? Date.parse(lastMovement.at) : 0;
  const availability = { units: stock.onHand - reserved, at };
  return reservations.length > 0 ? { ...availability, expiring: bounded(reservations) } : availability;
}

/** The units that can be sold at `now`, which is after the copy was made: reservations may have expired since. */
export function unitsAt({ units, expiring = [] }: Availability, now: number): number {
  return expiring.reduce((sum, [expiresAt, quantity]) => (expiresAt <= now ? sum + quantity : sum), units);
}

/** Of two copies the one of the later stock; the second one if both are as old. */
export function laterOf(known: Availability | undefined, other: Availability): Availability {
  return known && known.at > other.at ? known : other;
}

function bounded(reservations: [number, number][]): [number, number][] {
  const [last] = reservations.slice(-1);
  if (!last || reservations.length <= mostExpiries) return reservations;
  const merged = reservations.slice(mostExpiries - 1).reduce((units, [, quantity]) => units + quantity, 0);
  return [...reservations.slice(0, mostExpiries - 1), [last[0], merged]];
}
