// The query of a request. A parameter that a route does not know is refused, because a list that ignored a filter would show what
// was not asked for.

import type { HttpRequest } from '@azure/functions';
import { z } from 'zod';

/** For a route without parameters. */
export const noQuery = z.strictObject({});

/** The parameters by name, still to be checked. One that is given twice is a list, which no schema takes by accident. */
export function queryOf({ query }: Pick<HttpRequest, 'query'>): Record<string, string | string[]> {
  const names = [...new Set(query.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const values = query.getAll(name);
      return [name, values.length === 1 ? (values[0] ?? '') : values];
    }),
  );
}
