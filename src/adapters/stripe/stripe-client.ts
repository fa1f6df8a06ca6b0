// Stripe's own client, loaded only when it is needed, and what its errors mean to us. It repeats nothing by itself:
// the orchestrations do, with more patience and under the same keys.

import type { PaymentRefusal } from '../../orders/ports/payments';
import { type Refused, refused } from '../../shared/result';

type StripeModule = typeof import('stripe');
export type StripeClient = InstanceType<StripeModule>;

export interface StripeAccess {
  secretKey: string;
  /** Another address of the API: `http://host:port`. */
  apiBase?: string;
  /** For one request. */
  timeoutMs?: number;
}

const usualTimeoutMs = 20_000;

/** Gives the client, which is made at the first call. */
export function makeStripeClient({ secretKey, apiBase, timeoutMs = usualTimeoutMs }: StripeAccess): () => StripeClient {
  let client: StripeClient | undefined;
  const options = { maxNetworkRetries: 0, telemetry: false, timeout: timeoutMs, ...(apiBase && placeOf(apiBase)) };
  return () => {
    const Stripe = require('stripe') as StripeModule;
    client ??= new Stripe(secretKey, options);
    return client;
  };
}

function placeOf(apiBase: string) {
  const { protocol, hostname, port } = new URL(apiBase);
  const isPlain = protocol === 'http:';
  return { host: hostname, port: port || (isPlain ? 80 : 443), protocol: isPlain ? 'http' : 'https' } as const;
}

interface StripeFailure {
  type: string;
  message: string;
  code?: string;
  param?: string;
  statusCode?: number;
  headers?: Record<string, string>;
}

/** Codes of captures that nothing, or no longer enough, is held for. */
const notHeld: ReadonlySet<string> = new Set([
  'amount_too_large',
  'charge_expired_for_capture',
  'capture_charge_authorization_expired',
  'capture_unauthorized_payment',
]);

/** What is wrong with a card or a token lies with the customer; all else is a fault. */
export function refusalOf(error: unknown): Refused<PaymentRefusal> | undefined {
  if (!isStripeFailure(error)) return undefined;
  const { type, code, param = '', message } = error;
  if (type === 'StripeCardError') return refused('PAYMENT.DECLINED', message);
  if (type !== 'StripeInvalidRequestError') return undefined;
  if (/^payment_method(_data)?\b/.test(param) || code === 'token_already_used') {
    return refused('PAYMENT.DECLINED', message);
  }
  const isNotHeld = param === 'amount_to_capture' || notHeld.has(code ?? '');
  return isNotHeld ? refused('PAYMENT.NOT_AUTHORIZED', message) : undefined;
}

/** The payment is in no state for what was asked, perhaps because that was done before: look at it. */
export function isOutOfState(error: unknown): boolean {
  const code = isStripeFailure(error) ? error.code : undefined;
  return code === 'payment_intent_unexpected_state' || code === 'charge_already_refunded';
}

/**
 * Does something under an idempotency key. Stripe keeps the answer to a key even when it was a fault of its own, and
 * would repeat that for a day: then the next key is taken. The state of the payment keeps it from being done twice.
 */
export async function underKey<T>(key: string, act: (options: { idempotencyKey: string }) => Promise<T>): Promise<T> {
  for (let round = 1; ; round++) {
    try {
      return await act({ idempotencyKey: round === 1 ? key : `${key}:${round}` });
    } catch (error) {
      if (round === mostRounds || !isKeptFault(error)) throw error;
    }
  }
}

const mostRounds = 8;

function isKeptFault(error: unknown): boolean {
  if (!isStripeFailure(error)) return false;
  return (error.statusCode ?? 0) >= 500 && error.headers?.['idempotent-replayed'] === 'true';
}

function isStripeFailure(error: unknown): error is StripeFailure {
  return error instanceof Error && 'type' in error && typeof error.type === 'string' && error.type.startsWith('Stripe');
}
