// Lists orchestration instances page by page over the task hub's local endpoint. The durable client reads all pages into
// memory at once, and always with the instances' inputs.

import type { InvocationContext } from '@azure/functions';
import { AppError } from '../../shared/http/errors';

/** The members of an instance's status that are used here; times are ISO 8601. */
export interface InstanceStatus {
  instanceId: string;
  name: string;
  createdTime: string;
  lastUpdatedTime: string;
  /** Of a failed instance: its error. */
  output: unknown;
}

export interface InstanceQuery {
  runtimeStatus: readonly string[];
  createdBefore?: Date;
}

/** Pages of instances, without their inputs, in the task hub's order. A page may be empty; each one read is a request. */
export type InstancePages = (query: InstanceQuery) => AsyncIterable<InstanceStatus[]>;

const pageSize = 200;
const timeoutMs = 30_000;
const tokenHeader = 'x-ms-continuation-token';

/** @param rpcBaseUrl the task hub's local endpoint, with a slash at the end. */
export function makeInstancePages(rpcBaseUrl: string, send: typeof fetch = fetch): InstancePages {
  return async function* pages({ runtimeStatus, createdBefore }) {
    const url = new URL('instances/', rpcBaseUrl);
    url.searchParams.set('showInput', 'false');
    url.searchParams.set('top', String(pageSize));
    url.searchParams.set('runtimeStatus', runtimeStatus.join(','));
    if (createdBefore) url.searchParams.set('createdTimeTo', createdBefore.toISOString());
    for (let token: string | undefined = ''; token !== undefined; ) {
      const answer: Response = await readPage(send, url, token);
      yield (await answer.json()) as InstanceStatus[];
      token = answer.headers.get(tokenHeader) || undefined;
    }
  };
}

/** The pages of the task hub that an invocation reaches. @throws when the function has no durable client among its inputs. */
export function instancePagesOf(context: InvocationContext): InstancePages {
  const input = context.options.extraInputs.find(({ type }) => type === 'durableClient');
  const data: unknown = input && context.extraInputs.get(input);
  const { rpcBaseUrl } = (data ?? {}) as { rpcBaseUrl?: unknown };
  if (typeof rpcBaseUrl !== 'string') throw new Error('The function has no durable client among its extra inputs.');
  return makeInstancePages(rpcBaseUrl);
}

/** @throws AppError `DEPENDENCY.UNAVAILABLE` when the task hub does not answer with a page. */
async function readPage(send: typeof fetch, url: URL, token: string): Promise<Response> {
  const unavailable = (cause: unknown) => new AppError('DEPENDENCY.UNAVAILABLE', 'Try again shortly.', {}, { cause });
  const headers = token === '' ? {} : { [tokenHeader]: token };
  const answer = await send(url, { headers, signal: AbortSignal.timeout(timeoutMs) }).catch((cause: unknown) => {
    throw unavailable(cause);
  });
  if (answer.status !== 200) throw unavailable(new Error(`The task hub answered ${answer.status}.`));
  return answer;
}
