// Fills `{name}`, `{a.b}`, `{rand-guid}`, `{datetime:…}` and `{sys.…}` in binding options with values of an invocation.
// A name without a value fails the invocation, as in the genuine host: a path must never silently lose a part.

import { randomUUID } from 'node:crypto';
import { clock } from '../core/host-clock';
import { formatUtc } from './dotnet-date';
import { parseTemplate } from './template';

const DEFAULT_DATE_FORMAT = 'yyyy-MM-ddTHH-mm-ssK';

/**
 * Replaces all expressions in a template.
 * @param bindingData values by name; names are not case-sensitive
 * @param escapeValue applied to every value, for templates in another language, such as OData
 * @throws when a name has no value
 */
export function bindExpressions(
  template: string,
  bindingData: Record<string, unknown>,
  escapeValue: (value: string) => string = (value) => value,
): string {
  return parseTemplate(template)
    .map((token) => ('literal' in token ? token.literal : escapeValue(evaluate(token.expression, bindingData))))
    .join('');
}

function evaluate(expression: string, bindingData: Record<string, unknown>): string {
  const own = find(bindingData, expression);
  if (own !== undefined) return toText(own, undefined);
  const colon = expression.indexOf(':');
  const path = colon < 0 ? expression : expression.slice(0, colon);
  const format = colon < 0 ? undefined : expression.slice(colon + 1);
  if (path.toLowerCase() === 'rand-guid') return toText(guid(format), undefined);
  const [first = '', ...rest] = path.split('.');
  let value: unknown = rootValue(first, rest, bindingData);
  if (value === undefined) throw new Error(`No value for named parameter '${first}'.`);
  if (first.toLowerCase() === 'sys' && rest[0]?.toLowerCase() === 'randguid') return guid(format);
  for (const name of rest) {
    value = typeof value === 'object' && value !== null ? find(value as Record<string, unknown>, name) : undefined;
    if (value === undefined) throw new Error(`Error while accessing '${name}': property doesn't exist.`);
  }
  return toText(value, format);
}

/** Binding data takes precedence over built-in values, except for `sys`, which is always built in. */
function rootValue(first: string, rest: string[], bindingData: Record<string, unknown>): unknown {
  if (first.toLowerCase() === 'sys' && rest.length > 0) {
    const methodname = find(asRecord(find(bindingData, 'sys')), 'methodname');
    return { utcnow: clock.date(), randguid: '', ...(methodname === undefined ? {} : { methodname }) };
  }
  return find(bindingData, first) ?? (first.toLowerCase() === 'datetime' ? clock.date() : undefined);
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function find(data: Record<string, unknown>, name: string): unknown {
  const wanted = name.toLowerCase();
  const key = Object.hasOwn(data, name) ? name : Object.keys(data).find((each) => each.toLowerCase() === wanted);
  return key === undefined ? undefined : (data[key] ?? undefined);
}

function guid(format = 'D'): string {
  const dashed = randomUUID();
  switch (format.toUpperCase()) {
    case 'N':
      return dashed.replaceAll('-', '');
    case 'B':
      return `{${dashed}}`;
    case 'P':
      return `(${dashed})`;
    default:
      return dashed;
  }
}

function toText(value: unknown, format: string | undefined): string {
  if (value instanceof Date) return formatUtc(value, format?.trim() || DEFAULT_DATE_FORMAT);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'object' ? JSON.stringify(value, null, 2) : String(value);
}
