// An answer that is no success, as an error: code, detail, the faulty fields and the request's id, which the logs have too.

import type { FieldError } from './api-types';

/** What every problem document of the app has; some codes have further members. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  requestId: string;
  errors?: FieldError[];
}

export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;
  /** Such as `ORDER.PRICE_CHANGED`; absent when the platform or something on the way answered, and not the app. */
  readonly code: string | undefined;
  readonly detail: string | undefined;
  readonly errors: readonly FieldError[];
  readonly requestId: string | undefined;
  /** The whole problem document with the members of its code; else what came instead. */
  readonly body: unknown;

  constructor({ status, url, headers }: Response, body: unknown) {
    const { code, detail, errors = [], requestId = headers.get('x-request-id') ?? undefined } = membersOf(body);
    const fields = errors.map(({ path, message }) => `; ${path}: ${message}`).join('');
    const about = requestId === undefined ? '' : ` (request ${requestId})`;
    const what = code === undefined ? status : `${status} ${code}`;
    super(`${withoutQuery(url)} returned ${what}: ${detail ?? textOf(body)}${fields}${about}`);
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.errors = errors;
    this.requestId = requestId;
    this.body = body;
  }
}

/** Of a problem document; none of anything else. */
function membersOf(body: unknown): Partial<Problem> {
  const isProblem = typeof body === 'object' && body !== null && 'code' in body;
  return isProblem ? (body as Problem) : {};
}

/** The link of a mail opens an order to whoever has it: it belongs in no log. */
function withoutQuery(url: string): string {
  return url.split('?', 1)[0] ?? url;
}

function textOf(body: unknown): string {
  if (body === undefined || body === '') return 'no body';
  return typeof body === 'string' ? body : JSON.stringify(body);
}
