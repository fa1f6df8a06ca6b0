// Lists entities that have had no operation for long. durable-functions has no call for that, so this asks the task hub's own HTTP
// API, at the address at which the host offers it to this process alone.

import type { FunctionInput, InvocationContext } from '@azure/functions';
import { AppError } from '../../shared/http/errors';

/** The keys of the entities of one name that had no operation since `before`, page by page; deleted ones are not among them. */
export type ListIdleEntities = (name: string, before: Date) => AsyncGenerator<string[]>;

const pageSize = 100;

export function makeListIdleEntities(hubUrl: string): ListIdleEntities {
  return async function* list(name, before) {
    const query = new URLSearchParams({ lastOperationTimeTo: before.toISOString(), top: String(pageSize) });
    const url = new URL(`entities/${name}?${query}`, hubUrl);
    let token: string | undefined;
    do {
      const { keys, next } = await page(url, token);
      yield keys;
      token = next;
    } while (token);
  };
}

/** A page may be empty although more follow. */
async function page(url: URL, token: string | undefined): Promise<{ keys: string[]; next?: string }> {
  const headers: Record<string, string> = token === undefined ? {} : { 'x-ms-continuation-token': token };
  const answer = await fetch(url, { headers }).catch((cause: unknown) => {
    throw new AppError('DEPENDENCY.UNAVAILABLE', 'Try again shortly.', {}, { cause });
  });
  if (answer.status !== 200) throw new Error(`The task hub answered ${answer.status} to a list of entities.`);
  const entities = (await answer.json()) as { entityId: { key: string } }[];
  const next = answer.headers.get('x-ms-continuation-token');
  return { keys: entities.map(({ entityId }) => entityId.key), ...(next && { next }) };
}

/** The address of the task hub, from the durable client's binding. @throws when the function has no durable client among its inputs. */
export function taskHubUrl(context: Pick<InvocationContext, 'options' | 'extraInputs'>): string {
  const input = context.options.extraInputs.find(({ type }: FunctionInput) => type === 'durableClient');
  const binding: { rpcBaseUrl?: unknown } = (input && (context.extraInputs.get(input) as object | undefined)) ?? {};
  const { rpcBaseUrl } = binding;
  if (typeof rpcBaseUrl !== 'string') throw new Error('The durable client does not tell the address of the task hub.');
  return rpcBaseUrl;
}
