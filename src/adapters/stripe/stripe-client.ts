// Stripe's own client, loaded only when it is needed. It repeats nothing by itself but a connection that was closed before it
// answered: the orchestrations do, with more patience and under the same keys.

import { isStripeFailure } from './stripe-errors';
import { makeStripeHttp } from './stripe-http';

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
    client ??= new Stripe(secretKey, { ...options, httpClient: makeStripeHttp(Stripe.createNodeHttpClient()) });
    return client;
  };
}

function placeOf(apiBase: string) {
  const { protocol, hostname, port } = new URL(apiBase);
  const isPlain = protocol === 'http:';
  return { host: hostname, port: port || (isPlain ? 80 : 443), protocol: isPlain ? 'http' : 'https' } as const;
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
