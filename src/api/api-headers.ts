// The headers of requests and answers, each described once.

import type { AnswerHeader, RequestHeader } from '../shared/http/operation';
import type { HeaderObject } from './openapi-types';

const text = { type: 'string' };

export const requestHeaders: Record<RequestHeader, HeaderObject> = {
  'Idempotency-Key': {
    description:
      'Names one intent: repeated under the same key, the request is carried out once and gets the same answer. Use a new key for each new intent.',
    schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,200}$' },
    example: '6f1c1d0a-6a36-4a3f-9a1b-2f1a7b1f6f10',
  },
  'If-Match': {
    description: 'The ETag of the version that is to be changed, or `*`. Another version is refused with 412.',
    schema: text,
    example: '"7"',
  },
  'If-None-Match': {
    description: 'The ETag of the version that the client has. While it is current, the answer is 304 without a body.',
    schema: text,
    example: '"7"',
  },
  Prefer: {
    description: '`wait=N` (RFC 7240): hold the answer until the resource changes, for at most N seconds; 30 at most.',
    schema: text,
    example: 'wait=20',
  },
  'x-carrier-timestamp': {
    description: 'When the report was signed, in seconds since the epoch.',
    schema: { type: 'string', pattern: '^\\d{1,12}$' },
    example: '1772366400',
  },
};

type ImpliedHeader = 'RateLimit' | 'RateLimit-Policy' | 'Set-Cookie' | 'x-request-id';

export const answerHeaders: Record<AnswerHeader | ImpliedHeader, HeaderObject> = {
  'x-request-id': {
    description: 'The id of the request, in the logs too. Quote it when you report an error.',
    schema: text,
  },
  'Cache-Control': { description: 'Whether and how long the answer may be stored.', schema: text },
  ETag: { description: 'The version of the resource, for `If-Match` and `If-None-Match`.', schema: text },
  Location: { description: 'Where the resource can be read.', schema: text },
  'Preference-Applied': { description: 'The preference that was honoured (RFC 7240).', schema: text },
  'Retry-After': {
    description: 'Seconds to wait before the request is repeated.',
    schema: { type: 'integer', minimum: 1 },
  },
  RateLimit: {
    description:
      "The caller's quota now: units left (`r`) and seconds until there are more (`t`), as in the IETF's draft RateLimit header fields.",
    schema: text,
    example: '"writes";r=59;t=1',
  },
  'RateLimit-Policy': {
    description: 'The quota (`q`) within a window of `w` seconds.',
    schema: text,
    example: '"writes";q=60;w=60',
  },
  'Set-Cookie': { description: 'The cookie that recognizes a guest, when it is new or was renewed.', schema: text },
};
