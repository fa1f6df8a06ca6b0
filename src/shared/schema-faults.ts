// What is wrong with a document that did not come by HTTP (a message, a stored blob), as one line for a log.

import type { z } from 'zod';

/** Each fault with the path where it lies. */
export function schemaFaults({ issues }: z.ZodError): string {
  return issues.map(({ path, message }) => `${path.join('.') || 'the whole'}: ${message}`).join('; ');
}
