// Sends requests as the API's description says, and checks each answer against it: status, type, body and headers.

import { randomUUID } from 'node:crypto';
import { apiAreas } from '../../src/api/api-description';
import { problemsOf } from '../../src/api/problems-of';
import type { Operation } from '../../src/shared/http/operation';
import { problemSchemaOf } from '../../src/shared/http/problem-schemas';

const operations = new Map<string, Operation>(apiAreas.flatMap(({ operations: all }) => Object.entries(all)));

export interface Call {
  params?: Record<string, string>;
  /** With its question mark. */
  query?: string;
  headers?: Record<string, string>;
  /** Default: the example of the description. */
  body?: unknown;
  cookie?: string;
}

export interface Checked {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: the description is what tells its type.
  body: any;
}

export interface DescribedShop {
  /** Sends the operation's example. @throws when the answer is not as described. */
  send(operationId: string, call?: Call): Promise<Checked>;
  /** The operations that were sent, with the statuses of their answers. */
  sent: Map<string, Set<number>>;
}

export const operationIds = [...operations.keys()];

/** @param origin such as `http://localhost:7071`. */
export function makeDescribedShop(origin: string): DescribedShop {
  const sent = new Map<string, Set<number>>();
  return {
    sent,
    async send(operationId, call = {}) {
      const operation = operations.get(operationId);
      if (!operation) throw new Error(`There is no operation ${operationId}.`);
      const answer = await sendRequest(origin, operation, call);
      sent.set(operationId, (sent.get(operationId) ?? new Set()).add(answer.status));
      return checkedAnswer(operation, answer).catch((cause: Error) => {
        throw new Error(`${operationId} ${answer.status}: ${cause.message}`, { cause });
      });
    },
  };
}

function sendRequest(origin: string, operation: Operation, { params = {}, query = '', ...call }: Call) {
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const { body, headers = {} } = operation;
  const type = body?.contentType ?? 'application/json';
  const content = call.body ?? body?.example;
  return fetch(`${origin}/api${path}${query}`, {
    method: operation.method,
    redirect: 'manual',
    headers: {
      ...(body && { 'content-type': type }),
      ...(headers['Idempotency-Key'] === 'required' && { 'idempotency-key': randomUUID() }),
      ...(call.cookie !== undefined && { cookie: call.cookie }),
      ...call.headers,
    },
    ...(body && { body: encoded(content, type) }),
  });
}

function encoded(content: unknown, type: string): string {
  if (typeof content === 'string') return content;
  return type === 'application/json' ? JSON.stringify(content) : String(new URLSearchParams(content as never));
}

async function checkedAnswer(operation: Operation, answer: Response): Promise<Checked> {
  const { status, headers } = answer;
  const text = await answer.text();
  const described = operation.answers[status];
  const codes = problemsOf(operation).get(status);
  if (described) {
    const { schema, contentType = 'application/json' } = described;
    if (!schema && text !== '') throw new Error(`a body was not described: ${text}`);
    const [type = ''] = (headers.get('content-type') ?? '').split(';');
    if (schema && !matches(type, contentType)) throw new Error(`the type is ${type}, not ${contentType}`);
    const body = type === 'application/json' ? JSON.parse(text) : text;
    if (schema) schema.parse(body);
    checkHeaders(described.headers ?? [], headers);
    return { status, headers, body };
  }
  if (!codes) throw new Error(`the status is not described: ${text}`);
  const body: unknown = JSON.parse(text);
  problemSchemaOf(codes).parse(body);
  return { status, headers, body };
}

function matches(type: string, described: string): boolean {
  return described.endsWith('/*') ? type.startsWith(described.slice(0, -1)) : type === described;
}

/** Headers that tell a client what to do next must be in the description. */
function checkHeaders(described: readonly string[], headers: Headers): void {
  for (const name of ['ETag', 'Location', 'Preference-Applied'] as const) {
    if (headers.has(name) && !described.includes(name)) throw new Error(`the header ${name} is not described`);
  }
}
