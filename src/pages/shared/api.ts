// The API as pages call it: an answer is its body, and a refusal is thrown as a problem with a code.

import createClient from 'openapi-fetch';
import type { paths } from '../../../client/api-types';
import type { ProblemDocument } from './wire';

export const client = createClient<paths>({ baseUrl: '/api' });

/** What the API, or the way to it, refused. */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(readonly document: Partial<ProblemDocument> & { code: string }) {
    super(document.detail ?? document.title ?? document.code);
  }
}

export interface Answer<T> {
  body: T;
  headers: Headers;
}

/** @throws Problem when the answer is not a success, or there is none (`NETWORK`). */
export async function answered<T>(
  sent: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<Answer<T>> {
  const { data, error, response } = await sent.catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new Problem({ code: 'NETWORK' });
  });
  if (response.ok) return { body: data as T, headers: response.headers };
  throw new Problem(isProblem(error) ? error : { code: 'UNREADABLE', status: response.status });
}

function isProblem(value: unknown): value is ProblemDocument {
  return typeof value === 'object' && value !== null && 'code' in value;
}
