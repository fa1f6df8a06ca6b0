// What every HTTP function uses: schemas that parse query and body once, and the one place where errors become problem+json.

import type { HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import type { z } from 'zod';
import { AppError, type ErrorCode, problems, problemType } from './errors';
import { noQuery, queryOf } from './query';
import { schemaFaults } from './schema-faults';

export type HttpHandler = (request: HttpRequest, context: InvocationContext) => Promise<HttpResponseInit>;

/** A handler that is given the query as its schema parses it. */
export type QueryHandler<Q> = (...args: [...Parameters<HttpHandler>, query: Q]) => ReturnType<HttpHandler>;

/** The largest JSON body that is accepted. */
const maxJsonBytes = 256 * 1024;

/**
 * Wraps a handler. The query is checked first, so that a mistyped parameter changes nothing: by `query`, or, without one, the
 * route takes no parameters. Every error becomes RFC 9457 problem+json. Server errors are logged with their cause, which is
 * never shown.
 */
export function route<Q>(handler: QueryHandler<Q>, query?: z.ZodType<Q>): HttpHandler {
  const schema = query ?? (noQuery as z.ZodType<unknown> as z.ZodType<Q>);
  return async (request, context) => {
    try {
      return await handler(request, context, parse(queryOf(request), schema));
    } catch (error) {
      return toProblem(error, context);
    }
  };
}

function toProblem(error: unknown, context: InvocationContext): HttpResponseInit {
  const known = error instanceof AppError;
  const requestId = context.invocationId;
  if (!known || problems[error.code].status >= 500) context.error(`Request ${requestId} failed:`, error);
  if (known) return problem(error.code, error.detail, requestId, error.extra);
  return isUnavailable(error)
    ? problem('DEPENDENCY.UNAVAILABLE', 'Try again shortly.', requestId)
    : problem('INTERNAL', `Quote ${requestId} when you report this error.`, requestId);
}

/** A dependency that is down or throttling, as the Azure clients report it. */
function isUnavailable(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { statusCode, code } = error as { statusCode?: unknown; code?: unknown };
  if (typeof statusCode === 'number') return statusCode >= 500 || statusCode === 429;
  return code === 'REQUEST_SEND_ERROR' || code === 'ECONNREFUSED' || code === 'ETIMEDOUT';
}

/**
 * A problem document with its `code`. The header Retry-After repeats a member `retryAfterSeconds`, and is a second for any other
 * 503; a member `location` becomes the header Location, and a member `allow` (a list of methods) the header Allow.
 */
function problem(code: ErrorCode, detail: string, requestId: string, extra: AppError['extra'] = {}): HttpResponseInit {
  const { status, title } = problems[code];
  const { location, allow, ...members } = extra;
  const body = JSON.stringify({ type: problemType(code), title, status, code, detail, requestId, ...members });
  const retryAfterSeconds = extra.retryAfterSeconds ?? (status === 503 ? 1 : undefined);
  const retry = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  const place = typeof location === 'string' ? { location } : {};
  const methods = Array.isArray(allow) ? { allow: allow.join(', ') } : {};
  return { status, headers: { 'content-type': 'application/problem+json', ...retry, ...place, ...methods }, body };
}

/**
 * The request's JSON body, checked by a schema.
 * @throws AppError `REQUEST.TOO_LARGE`, `REQUEST.MALFORMED`, or `REQUEST.INVALID` naming each faulty field.
 */
export async function readJson<T>(request: HttpRequest, schema: z.ZodType<T>): Promise<T> {
  return parse(parseJson(await readText(request)), schema);
}

/**
 * The request's body as it came, which a signature may cover. A body that says in its header that it is too large is not
 * read at all, and any other only until it is.
 * @throws AppError `REQUEST.TOO_LARGE`.
 */
export async function readText(request: HttpRequest, maxBytes: number = maxJsonBytes): Promise<string> {
  const tooLarge = () => new AppError('REQUEST.TOO_LARGE', `At most ${maxBytes} bytes are accepted.`);
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge();
  if (request.body === null) return '';
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

/** @throws AppError `REQUEST.MALFORMED` on text that is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('REQUEST.MALFORMED', 'Send a JSON document.', {}, { cause });
  }
}

/**
 * Checks an untrusted value with a schema.
 * @throws AppError `code` with `errors: [{path, message}]`. Only the first 50: even a small body can contain thousands.
 */
export function parse<T>(value: unknown, schema: z.ZodType<T>, code: ErrorCode = 'REQUEST.INVALID'): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const faults = schemaFaults(parsed.error);
  const errors = faults.slice(0, maxFieldErrors).map(({ field: path, message }) => ({ path, message }));
  const [first] = errors;
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : '';
  throw new AppError(code, `${first?.path}: ${first?.message}${more}`, { errors });
}

const maxFieldErrors = 50;

/** The Idempotency-Key header, if sent. @throws AppError `REQUEST.INVALID` when it is not 1 to 200 printable ASCII characters. */
export function idempotencyKey(request: HttpRequest): string | undefined {
  const key = request.headers.get('idempotency-key') ?? undefined;
  if (key !== undefined && !/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw new AppError('REQUEST.INVALID', 'Idempotency-Key: 1 to 200 printable ASCII characters.', {
      errors: [{ path: 'Idempotency-Key', message: '1 to 200 printable ASCII characters' }],
    });
  }
  return key;
}

/** The Idempotency-Key header of a route that requires one. @throws AppError `REQUEST.KEY_REQUIRED`. */
export function requiredIdempotencyKey(request: HttpRequest): string {
  const key = idempotencyKey(request);
  if (key === undefined)
    throw new AppError(
      'REQUEST.KEY_REQUIRED',
      'Send a new Idempotency-Key for each new operation, and the same one when you retry.',
    );
  return key;
}
