// What is wrong with a document from outside, fault by fault: as members of an answer, or as one line for a log.

import type { z } from 'zod';

export interface FieldFault {
  /** Where it lies, such as `products.3.price`. */
  field: string;
  message: string;
}

/** Every fault with its path; each unknown member is one of its own. */
export function fieldFaults({ issues }: z.ZodError): FieldFault[] {
  return issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ field: fieldName([...issue.path, key]), message: 'is not known' }))
      : [{ field: fieldName(issue.path), message: issue.message }],
  );
}

/** All faults in one line. */
export function schemaFaults({ issues }: z.ZodError): string {
  return issues.map(({ path, message }) => `${path.join('.') || 'the whole'}: ${message}`).join('; ');
}

const longestName = 200;

/** Shortened, as names of unknown members are chosen by the sender. */
function fieldName(path: PropertyKey[]): string {
  const name = path.join('.');
  return (name.length > longestName ? `${name.slice(0, longestName)}…` : name) || '(body)';
}
