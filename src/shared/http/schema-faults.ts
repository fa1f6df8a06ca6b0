// Why a document does not match its schema: as a list for a response, or as one line for a log.

import type { z } from 'zod';

export interface FieldFault {
  /** Its path, such as `products.3.price`. */
  field: string;
  message: string;
}

/** All faults with their paths, one for each unknown member. */
export function schemaFaults({ issues }: z.ZodError): FieldFault[] {
  return issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ field: fieldName([...issue.path, key]), message: 'is not known' }))
      : [{ field: fieldName(issue.path), message: issue.message }],
  );
}

/** All faults in one line. */
export function schemaFaultText({ issues }: z.ZodError): string {
  return issues.map(({ path, message }) => `${path.join('.') || 'document'}: ${message}`).join('; ');
}

const longestName = 200;

/** Shortened, because the sender chooses the names of unknown members. */
function fieldName(path: PropertyKey[]): string {
  const name = path.join('.');
  return (name.length > longestName ? `${name.slice(0, longestName)}…` : name) || '(body)';
}
