// Which errors an operation can have: its own, and those that follow from who may send it and what it accepts.

import { type ErrorCode, problems } from '../shared/http/errors';
import type { Operation } from '../shared/http/operation';

/** The codes by status, each once. */
export function problemsOf(operation: Operation): Map<number, [ErrorCode, ...ErrorCode[]]> {
  const codes = new Set([...(operation.problems ?? []), ...impliedProblems(operation)]);
  const byStatus = new Map<number, [ErrorCode, ...ErrorCode[]]>();
  for (const code of [...codes].sort()) {
    const { status } = problems[code];
    const known = byStatus.get(status);
    byStatus.set(status, known ? [...known, code] : [code]);
  }
  return byStatus;
}

function impliedProblems(operation: Operation): ErrorCode[] {
  const { body, headers, isStatic } = operation;
  const isJson = body !== undefined && body.contentType === undefined;
  const key = headers?.['Idempotency-Key'];
  return [
    ...ofCaller(operation),
    ...(isJson ? (['REQUEST.MALFORMED'] as const) : []),
    ...(body ? (['REQUEST.TOO_LARGE'] as const) : []),
    // At least a parameter that is not known.
    'REQUEST.INVALID',
    ...(key === 'required' ? (['REQUEST.KEY_REQUIRED'] as const) : []),
    ...(isStatic ? [] : (['DEPENDENCY.UNAVAILABLE', 'INTERNAL'] as const)),
  ];
}

function ofCaller({ access, method }: Operation): ErrorCode[] {
  if (access !== 'caller' && access !== 'linkHolder') return [];
  const ofWrites = ['CALLER.CROSS_SITE', 'CALLER.TOO_MANY_WRITES'] as const;
  return ['CALLER.PRINCIPAL_MALFORMED', ...(method === 'GET' ? [] : ofWrites)];
}
