// Builds the queries of the Cosmos DB input binding. An expression in `sqlQuery` becomes a query parameter, as in the
// genuine host, so a value that a client sends cannot change the query.

import type { SqlQuerySpec } from '@azure/cosmos';
import { bindExpressions } from './expressions';
import { parseTemplate } from './template';

/** `SELECT * FROM c WHERE c.x = {y.z}` → `… = @y_z`, with the value as a string. @throws when a name has no value */
export function bindQuery(template: string, bindingData: Record<string, unknown>): SqlQuerySpec {
  const values = new Map<string, string>();
  const query = parseTemplate(template).map((token) => {
    if ('literal' in token) return token.literal;
    const name = `@${token.expression.replace(/[^A-Za-z0-9_]/g, '_')}`;
    if (!values.has(name)) values.set(name, bindExpressions(`{${token.expression}}`, bindingData));
    return name;
  });
  return { query: query.join(''), parameters: [...values].map(([name, value]) => ({ name, value })) };
}

/**
 * Selects all documents, or all of one partition.
 * @param path the container's partition key path, e.g. `/customer/id`
 */
export function selectAll(path: string | undefined, partitionKey: string | undefined): SqlQuerySpec {
  if (path === undefined || partitionKey === undefined) return { query: 'SELECT * FROM c' };
  const property = pathNames(path).map((name) => `[${JSON.stringify(name)}]`);
  return {
    query: `SELECT * FROM c WHERE c${property.join('')} = @partitionKey`,
    parameters: [{ name: '@partitionKey', value: partitionKey }],
  };
}

/** False if the document belongs to another partition. True if it has no key, because the query did not select it. */
export function mayBelongToPartition(document: unknown, path: string, partitionKey: string): boolean {
  let value = document;
  for (const name of pathNames(path)) {
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
  }
  return value === undefined || value === partitionKey;
}

function pathNames(path: string): string[] {
  return path.split('/').filter((name) => name !== '');
}
