// Lists entities by the time of their last operation. durable-functions has no call for that, so this asks the task hub's own HTTP
// API, at the address at which the host offers it to this process alone.

import type { FunctionInput, InvocationContext } from '@azure/functions';
import { AppError } from '../../shared/http/errors';

export interface EntityQuery {
  lastOperationFrom?: Date;
  lastOperationTo?: Date;
  /** Whether entities come with their state. */
  withState?: boolean;
}

export interface ListedEntity {
  key: string;
  /** Null unless it was asked for. */
  state: unknown;
}

/** The entities of one name, page by page; deleted ones are not among them. A page may be empty although more follow. */
export type EntityPages = (name: string, query: EntityQuery) => AsyncGenerator<ListedEntity[]>;

const pageSize = 100;

export function makeEntityPages(hubUrl: string): EntityPages {
  return async function* pages(name, { lastOperationFrom, lastOperationTo, withState = false }) {
    const query = new URLSearchParams({
      ...(lastOperationFrom && { lastOperationTimeFrom: lastOperationFrom.toISOString() }),
      ...(lastOperationTo && { lastOperationTimeTo: lastOperationTo.toISOString() }),
      top: String(pageSize),
      ...(withState && { fetchState: 'true' }),
    });
    const url = new URL(`entities/${name}?${query}`, hubUrl);
    let token: string | undefined;
    do {
      const { entities, next } = await page(url, token);
      yield entities;
      token = next;
    } while (token);
  };
}

async function page(url: URL, token: string | undefined): Promise<{ entities: ListedEntity[]; next?: string }> {
  const headers: Record<string, string> = token === undefined ? {} : { 'x-ms-continuation-token': token };
  const answer = await fetch(url, { headers }).catch((cause: unknown) => {
    throw new AppError('DEPENDENCY.UNAVAILABLE', 'Try again shortly.', {}, { cause });
  });
  if (answer.status !== 200) throw new Error(`The task hub answered ${answer.status} to a list of entities.`);
  const listed = (await answer.json()) as { entityId: { key: string }; state?: unknown }[];
  const entities = listed.map(({ entityId, state = null }) => ({ key: entityId.key, state }));
  const next = answer.headers.get('x-ms-continuation-token');
  return { entities, ...(next && { next }) };
}

/** The address of the task hub, from the durable client's binding. @throws when the function has no durable client among its inputs. */
export function taskHubUrl(context: Pick<InvocationContext, 'options' | 'extraInputs'>): string {
  const input = context.options.extraInputs.find(({ type }: FunctionInput) => type === 'durableClient');
  const binding: { rpcBaseUrl?: unknown } = (input && (context.extraInputs.get(input) as object | undefined)) ?? {};
  const { rpcBaseUrl } = binding;
  if (typeof rpcBaseUrl !== 'string') throw new Error('The durable client does not tell the address of the task hub.');
  return rpcBaseUrl;
}
