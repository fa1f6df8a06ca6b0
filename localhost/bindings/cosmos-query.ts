// The queries of the Cosmos DB input binding. An expression in `sqlQuery` becomes a parameter, never text of the query,
// as in the genuine host: what a client sends cannot change the query.

import type { SqlQuerySpec } from '@azure/cosmos';
import { bindExpressions } from './expressions';
import { parseTemplate } from './template';

/** `SELECT * FROM c WHERE c.x = {y.z}` → `… = @y_z` with its value as a text. @throws when a name has no value */
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

/** All documents, or all of one partition. @param path of the container's partition key, e.g. `/customer/id` */
export function selectAll(path: string | undefined, partitionKey: string | undefined): SqlQuerySpec {
  if (path === undefined || partitionKey === undefined) return { query: 'SELECT * FROM c' };
  const property = pathNames(path).map((name) => `[${JSON.stringify(name)}]`);
  return {
    query: `SELECT * FROM c WHERE c${property.join('')} = @partitionKey`,
    parameters: [{ name: '@partitionKey', value: partitionKey }],
  };
}

/** Whether a document is of that partition, as far as the query left its key in it. */
export function mayBeOfPartition(document: unknown, path: string, partitionKey: string): boolean {
  let value = document;
  for (const name of pathNames(path)) {
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
  }
  return value === undefined || value === partitionKey;
}

function pathNames(path: string): string[] {
  return path.split('/').filter((name) => name !== '');
}
