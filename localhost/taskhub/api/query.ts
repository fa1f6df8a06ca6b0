// Query parameters of the management API. Values that cannot be read are ignored, as the genuine host does.

import { parseRuntimeStatus, type RuntimeStatus } from '../runtime-status';

/** A parameter by its name in any case. */
export function parameter(query: URLSearchParams, name: string): string | undefined {
  for (const [key, value] of query) if (key.toLowerCase() === name.toLowerCase()) return value;
  return undefined;
}

export function flag(query: URLSearchParams, name: string, otherwise: boolean): boolean {
  const value = parameter(query, name)?.toLowerCase();
  return value === 'true' ? true : value === 'false' ? false : otherwise;
}

/** @returns ms since epoch */
export function time(query: URLSearchParams, name: string): number | undefined {
  const value = Date.parse(parameter(query, name) ?? '');
  return Number.isNaN(value) ? undefined : value;
}

export function number(query: URLSearchParams, name: string): number | undefined {
  const text = parameter(query, name);
  const value = text === undefined || text === '' ? Number.NaN : Number(text);
  return Number.isNaN(value) ? undefined : value;
}

/** Statuses of `runtimeStatus`, which may be a list and may be repeated. */
export function statuses(query: URLSearchParams): RuntimeStatus[] {
  const found: RuntimeStatus[] = [];
  for (const [key, value] of query) {
    if (key.toLowerCase() !== 'runtimestatus') continue;
    for (const name of value.split(',')) {
      const status = parseRuntimeStatus(name.trim());
      if (status !== undefined) found.push(status);
    }
  }
  return found;
}

const defaultTop = 100;
/** What the genuine host's number type holds; anything above cannot be read. */
const largestTop = 2 ** 31 - 1;

/** How many items a page has, and where it begins: `top` and the continuation token of the page before. */
export function page(query: URLSearchParams, headers: Record<string, string>): { limit: number; from?: string } {
  const top = number(query, 'top');
  const limit = top !== undefined && top >= 1 && top <= largestTop ? Math.floor(top) : defaultTop;
  const token = header(headers, 'x-ms-continuation-token');
  return token ? { limit, from: Buffer.from(token, 'base64').toString('utf8') } : { limit };
}

/** Cuts the item too many off, and names it in the header that leads to the next page. */
export function cutPage<T extends { id: string }>(
  items: T[],
  limit: number,
): { items: T[]; headers: Record<string, string> } {
  const next = items[limit];
  if (!next) return { items, headers: {} };
  const token = Buffer.from(next.id, 'utf8').toString('base64');
  return { items: items.slice(0, limit), headers: { 'x-ms-continuation-token': token } };
}

export function header(headers: Record<string, string>, name: string): string | undefined {
  return Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
}
