// What every HTTP function uses: schemas that parse a body once, and the one place where errors become problem+json.

import type { HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import type { z } from 'zod';
import { AppError, type ErrorCode, problems } from './errors';
import { schemaFaults } from './schema-faults';

export type HttpHandler = (request: HttpRequest, context: InvocationContext) => Promise<HttpResponseInit>;

/** The largest JSON body that is accepted. */
const maxJsonBytes = 256 * 1024;

/** Wraps a handler: every error becomes RFC 9457 problem+json. Server errors are logged with their cause, which is never shown. */
export function route(handler: HttpHandler): HttpHandler {
  return async (request, context) => {
    try {
      return await handler(request, context);
    } catch (error) {
      return toProblem(error, context);
    }
  };
}

function toProblem(error: unknown, context: InvocationContext): HttpResponseInit {
  const known = error instanceof AppError;
  if (!known || problems[error.code].status >= 500) context.error(error);
  if (known) return problem(error.code, error.detail, error.extra);
  return isUnavailable(error)
    ? problem('DEPENDENCY.UNAVAILABLE', 'Try again shortly.')
    : problem('INTERNAL', `Quote ${context.invocationId} when you report this error.`);
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
 * 503; a member `location` becomes the header Location.
 */
export function problem(code: ErrorCode, detail: string, extra: Record<string, unknown> = {}): HttpResponseInit {
  const { status, title } = problems[code];
  const { location, ...members } = extra;
  const body = JSON.stringify({ type: 'about:blank', title, status, code, detail, ...members });
  const retryAfterSeconds = extra.retryAfterSeconds ?? (status === 503 ? 1 : undefined);
  const retry = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  const place = typeof location === 'string' ? { location } : {};
  return { status, headers: { 'content-type': 'application/problem+json', ...retry, ...place }, body };
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
 * @throws AppError `code` with `errors: [{field, message}]`. Only the first 50: even a small body can contain thousands.
 */
export function parse<T>(value: unknown, schema: z.ZodType<T>, code: ErrorCode = 'REQUEST.INVALID'): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const faults = schemaFaults(parsed.error);
  const errors = faults.slice(0, maxFieldErrors);
  const [first] = errors;
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : '';
  throw new AppError(code, `${first?.field}: ${first?.message}${more}`, { errors });
}

const maxFieldErrors = 50;

/** The Idempotency-Key header, if sent. @throws AppError `REQUEST.INVALID` when it is not 1 to 200 printable ASCII characters. */
export function idempotencyKey(request: HttpRequest): string | undefined {
  const key = request.headers.get('idempotency-key') ?? undefined;
  if (key !== undefined && !/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw new AppError('REQUEST.INVALID', 'Idempotency-Key: 1 to 200 printable ASCII characters.', {
      errors: [{ field: 'Idempotency-Key', message: '1 to 200 printable ASCII characters' }],
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
