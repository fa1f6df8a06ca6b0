// The durable client of an invocation: created once and shared by all adapters.

import type { InvocationContext } from '@azure/functions';
import { type DurableClient, getClient } from 'durable-functions';

const clients = new WeakMap<InvocationContext, DurableClient>();

/** @throws when the function has no durable client among its inputs. */
export function durableClientOf(context: InvocationContext): DurableClient {
  const known = clients.get(context);
  if (known) return known;
  const client = getClient(context);
  clients.set(context, client);
  return client;
}
