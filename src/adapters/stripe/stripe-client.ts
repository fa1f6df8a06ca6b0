// Stripe's client, loaded on demand. Its own retries are off, except one after a connection that was closed before the response:
// the orchestrations retry for longer, with the same idempotency keys.

import { isStripeFailure } from './stripe-errors';
import { makeStripeHttp } from './stripe-http';

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
    client ??= new Stripe(secretKey, { ...options, httpClient: makeStripeHttp(Stripe.createNodeHttpClient()) });
    return client;
  };
}

function hostOptions(apiBase: string) {
  const { protocol, hostname, port } = new URL(apiBase);
  const isPlain = protocol === 'http:';
  return { host: hostname, port: port || (isPlain ? 80 : 443), protocol: isPlain ? 'http' : 'https' } as const;
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
