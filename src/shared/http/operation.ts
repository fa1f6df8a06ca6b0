// How an area describes its HTTP operations: beside its handlers, with the schemas that parse what comes in and the schemas from
// which the types of its answers are derived. src/api makes the OpenAPI document of all of them.

import type { z } from 'zod';
import type { ErrorCode } from './errors';

/**
 * Who may send a request. `caller`: guests (cookie) and signed-in customers, for their own data. `linkHolder`: the same, and
 * whoever has the signed link of a mail. `owner`: whoever has a function key. The last two sign what they send.
 */
export type Access = 'anyone' | 'caller' | 'linkHolder' | 'owner' | 'carrier' | 'paymentProvider';

export type RequestHeader = 'Idempotency-Key' | 'If-Match' | 'If-None-Match' | 'Prefer' | 'x-carrier-timestamp';

export type AnswerHeader = 'Cache-Control' | 'ETag' | 'Location' | 'Preference-Applied' | 'Retry-After';

export interface RequestBody {
  schema: z.ZodType;
  /** A body that is accepted, and that a test sends. */
  example: unknown;
  /** Default: `application/json`. */
  contentType?: string;
  /** False when the request may come without a body. */
  isRequired?: boolean;
}

export interface OperationAnswer {
  /** What the answer says, as a sentence. */
  meaning: string;
  /** Absent for an answer without a body. */
  schema?: z.ZodType;
  /** Default: `application/json`. */
  contentType?: string;
  headers?: readonly AnswerHeader[];
  example?: unknown;
}

export interface Operation {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below `/api`, such as `/cart/lines/{sku}`. */
  path: string;
  access: Access;
  /** One line: what it does. */
  summary: string;
  /** What else a client has to know, in Markdown. */
  description?: string;
  /** The parameters in the path. */
  params?: Readonly<Record<string, z.ZodType>>;
  query?: z.ZodObject;
  headers?: Partial<Record<RequestHeader, 'required' | 'optional'>>;
  body?: RequestBody;
  /** By status. */
  answers: Readonly<Record<number, OperationAnswer>>;
  /** The errors of this operation. Those that follow from access, body and headers need not be listed, nor a faulty query. */
  problems?: readonly ErrorCode[];
  /** It depends on nothing that can be down. */
  isStatic?: true;
}

/** The operations of an area by the name of their function, which is the operationId too. */
export type AreaApi = Readonly<Record<string, Operation>>;
