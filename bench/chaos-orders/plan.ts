// Plans a chaos run in advance from a seed: the orders and their payments, the decisions about them, the kills, the armed
// fault points, and the storage outages.

import { type Random, seededRandom } from '../chaos-host/random';
import { type OrderKind, orderKinds } from './order-kinds';
import { type ShopProduct, shopProducts } from './products';

export interface OrderPlan {
  /** For messages, e.g. `o012 cancelled`. */
  name: string;
  kind: OrderKind;
  token: string;
  lines: { sku: string; quantity: number }[];
  postalCode: string;
  startAfterMs: number;
  /** Delay before the planned cancellation, decision or refund. */
  actAfterMs: number;
}

export interface Round {
  orders: OrderPlan[];
  /** Fault points to arm when the round begins. */
  points: string[];
  /** Duration of a storage outage that begins with the round. */
  outageMs?: number;
  /** The kill is timed from when the host is ready or, one in six, from its start. */
  kill: { from: 'spawn' | 'ready'; afterMs: number };
}

export interface Size {
  orders: number;
  kills: number;
  /** Number of fault points to arm. */
  points: number;
  outages: number;
  /** Delay of the carrier's reports. A report that a killed host held is redelivered after half a minute. */
  carrierAfterS: number;
}

const goodTokens = ['tok_ok', 'tok_ok', 'tok_ok', 'tok_flaky', 'tok_lost_reply', 'tok_slow'] as const;

/**
 * One round for each kill; orders, points and outages are spread over the rounds.
 * @param points by priority: a smaller run uses the first ones.
 */
export function makePlan(seed: number, points: readonly string[], size: Size): Round[] {
  const random = seededRandom(seed);
  const rounds = Array.from({ length: size.kills }, (): Round => ({ orders: [], points: [], kill: aKill(random) }));
  for (let n = 0; n < size.orders; n++) rounds[n % size.kills]?.orders.push(anOrder(random, n));
  const armed = shuffled(random, points.slice(0, size.points));
  // Early enough that an order of each kind can still reach them.
  const arming = rounds.slice(0, Math.ceil((size.kills * 2) / 3));
  armed.forEach((point, n) => {
    arming[n % arming.length]?.points.push(point);
  });
  for (let n = 0; n < size.outages; n++) {
    const round = rounds[Math.floor(((n + 0.5) * size.kills) / size.outages)];
    if (round) round.outageMs = random.between(1_500, 4_000);
  }
  return rounds;
}

function aKill(random: Random): Round['kill'] {
  return random.chance(1 / 6)
    ? { from: 'spawn', afterMs: random.between(100, 900) }
    : { from: 'ready', afterMs: random.between(20, 1_800) };
}

function anOrder(random: Random, n: number): OrderPlan {
  const kind = orderKinds[n % orderKinds.length] ?? 'plain';
  return {
    name: `o${String(n).padStart(3, '0')} ${kind}`,
    kind,
    token: tokenOf(random, kind),
    lines: linesOf(random, kind),
    postalCode: kind === 'notDelivered' ? '00000' : '10115',
    startAfterMs: random.between(0, 900),
    actAfterMs: random.between(0, 2_500),
  };
}

function tokenOf(random: Random, kind: OrderKind): string {
  if (asksCustomer(kind)) return 'tok_requires_action';
  return kind === 'declined' ? 'tok_declined' : random.pick(goodTokens);
}

/** Only an order with the `dear` product reaches the approval threshold; no other order may. */
function linesOf(random: Random, kind: OrderKind): OrderPlan['lines'] {
  if (kind === 'scarce') return [{ sku: 'scarce', quantity: 1 }];
  // From both warehouses: when one parcel is refused, the other must be cancelled; when one is refunded, the other arrives.
  if (kind === 'notDelivered' || kind === 'refundedLines')
    return ['mug', 'lamp'].map((sku) => ({ sku, quantity: random.between(1, 3) }));
  const cheap = shopProducts.filter(({ role }) => role === 'cheap');
  const lines = shuffled(random, cheap)
    .slice(0, random.between(1, 3))
    .map(({ sku }: ShopProduct) => ({ sku, quantity: random.between(1, 3) }));
  return needsApproval(kind) ? [{ sku: 'dear', quantity: 1 }, ...lines] : lines;
}

/** The lines that are refunded before the order is delivered, all of one parcel. */
export function refundedLines({ kind, lines }: OrderPlan): OrderPlan['lines'] {
  return kind === 'refundedLines' ? lines.filter(({ sku }) => sku === 'lamp') : [];
}

export function needsApproval(kind: OrderKind): boolean {
  return kind === 'approved' || kind === 'rejected' || kind === 'undecided' || kind === 'cancelledWaiting';
}

/** Whether the customer has to confirm the payment. */
export function asksCustomer(kind: OrderKind): boolean {
  return kind === 'confirmed' || kind === 'notConfirmed' || kind === 'cancelledUnpaid';
}

function shuffled<T>(random: Random, items: readonly T[]): T[] {
  const all = [...items];
  for (let last = all.length - 1; last > 0; last--) {
    const other = random.between(0, last);
    const [a, b] = [all[last], all[other]];
    if (a !== undefined && b !== undefined) [all[last], all[other]] = [b, a];
  }
  return all;
}
