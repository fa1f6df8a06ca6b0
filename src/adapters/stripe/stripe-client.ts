// Stripe's client, loaded on demand, and what its errors mean here. The client's own retries are off:
// the orchestrations retry for longer, with the same idempotency keys.

import type { PaymentRefusal } from '../../orders/ports/payments';
import { type Refused, refused } from '../../shared/result';

type StripeModule = typeof import('stripe');
export type StripeClient = InstanceType<StripeModule>;

export interface StripeAccess {
  secretKey: string;
  /** An alternative address of the API: `http://host:port`. */
  apiBase?: string;
  /** Per request. */
  timeoutMs?: number;
}

const defaultTimeoutMs = 20_000;

/** Returns a getter that creates the client at its first call. */
export function makeStripeClient({
  secretKey,
  apiBase,
  timeoutMs = defaultTimeoutMs,
}: StripeAccess): () => StripeClient {
  let client: StripeClient | undefined;
  const options = { maxNetworkRetries: 0, telemetry: false, timeout: timeoutMs, ...(apiBase && hostOptions(apiBase)) };
  return () => {
    const Stripe = require('stripe') as StripeModule;
    client ??= new Stripe(secretKey, options);
    return client;
  };
}

function hostOptions(apiBase: string) {
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

/** Error codes of a capture when nothing, or not enough, is authorized any more. */
const notAuthorizedCodes: ReadonlySet<string> = new Set([
  'amount_too_large',
  'charge_expired_for_capture',
  'capture_charge_authorization_expired',
  'capture_unauthorized_payment',
]);

/** The refusal when the card or token is the problem; undefined for every other error, which is a fault. */
export function refusalOf(error: unknown): Refused<PaymentRefusal> | undefined {
  if (!isStripeFailure(error)) return undefined;
  const { type, code, param = '', message } = error;
  if (type === 'StripeCardError') return refused('PAYMENT.DECLINED', message);
  if (type !== 'StripeInvalidRequestError') return undefined;
  if (/^payment_method(_data)?\b/.test(param) || code === 'token_already_used') {
    return refused('PAYMENT.DECLINED', message);
  }
  const isNotAuthorized = param === 'amount_to_capture' || notAuthorizedCodes.has(code ?? '');
  return isNotAuthorized ? refused('PAYMENT.NOT_AUTHORIZED', message) : undefined;
}

/** The payment's state does not allow the operation, perhaps because it was already done: read the payment to find out. */
export function isUnexpectedState(error: unknown): boolean {
  const code = isStripeFailure(error) ? error.code : undefined;
  return code === 'payment_intent_unexpected_state' || code === 'charge_already_refunded';
}

/**
 * Runs a request with an idempotency key. Stripe stores the response to a key even when it is a 5xx of its own, and replays
 * it for a day: then the next key is used. The payment's state prevents a second execution.
 */
export async function withIdempotencyKey<T>(
  key: string,
  act: (options: { idempotencyKey: string }) => Promise<T>,
): Promise<T> {
  for (let round = 1; ; round++) {
    try {
      return await act({ idempotencyKey: round === 1 ? key : `${key}:${round}` });
    } catch (error) {
      if (round === maxRounds || !isReplayedFault(error)) throw error;
    }
  }
}

const maxRounds = 8;

function isReplayedFault(error: unknown): boolean {
  if (!isStripeFailure(error)) return false;
  return (error.statusCode ?? 0) >= 500 && error.headers?.['idempotent-replayed'] === 'true';
}

function isStripeFailure(error: unknown): error is StripeFailure {
  return error instanceof Error && 'type' in error && typeof error.type === 'string' && error.type.startsWith('Stripe');
}
