// The durable client that an invocation was given: made once for each, however many adapters work with it.
// A task hub that does not answer is an error the caller may try again: a 503, not a 500.

import type { InvocationContext } from '@azure/functions';
import { type DurableClient, getClient } from 'durable-functions';
import { AppError } from '../../shared/http/errors';

const clients = new WeakMap<InvocationContext, DurableClient>();

/** @throws when the function has no durable client among its inputs. */
export function durableClientOf(context: InvocationContext): DurableClient {
  const known = clients.get(context);
  if (known) return known;
  const client = withFaultsAs503(getClient(context));
  clients.set(context, client);
  return client;
}

/**
 * The same client, whose calls reject with AppError `DEPENDENCY.UNAVAILABLE` when the task hub cannot be reached, answers
 * with a 5xx or asks for less (429). Every other error stays as it is: it says something about the call.
 */
export function withFaultsAs503<Client extends object>(client: Client): Client {
  return new Proxy(client, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]) => {
        const answer: unknown = member.apply(target, args);
        return answer instanceof Promise ? answer.catch(rethrow) : answer;
      };
    },
  });
}

function rethrow(cause: unknown): never {
  if (!isHubFault(cause)) throw cause;
  throw new AppError('DEPENDENCY.UNAVAILABLE', 'Please try again shortly.', {}, { cause });
}

/** durable-functions 3.5 tells the status of the hub's answer in the message only; its HTTP client has a code for none. */
function isHubFault(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const status = /status code: (\d{3})|HTTP (\d{3})/.exec(error.message)?.slice(1).find(Boolean);
  if (status !== undefined) return Number(status) >= 500 || status === '429';
  return 'code' in error && typeof error.code === 'string' && /^E[A-Z_]+$/.test(error.code);
}
