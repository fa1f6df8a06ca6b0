// Reads the query parameters of the management API. Invalid values are ignored, as in the genuine host.

import { parseRuntimeStatus, type RuntimeStatus } from '../runtime-status';

/** A query parameter; its name is not case-sensitive. */
export function parameter(query: URLSearchParams, name: string): string | undefined {
  for (const [key, value] of query) if (key.toLowerCase() === name.toLowerCase()) return value;
  return undefined;
}

export function flag(query: URLSearchParams, name: string, fallback: boolean): boolean {
  const value = parameter(query, name)?.toLowerCase();
  return value === 'true' ? true : value === 'false' ? false : fallback;
}

/** @returns epoch milliseconds. */
export function time(query: URLSearchParams, name: string): number | undefined {
  const value = Date.parse(parameter(query, name) ?? '');
  return Number.isNaN(value) ? undefined : value;
}

export function number(query: URLSearchParams, name: string): number | undefined {
  const text = parameter(query, name);
  const value = text === undefined || text === '' ? Number.NaN : Number(text);
  return Number.isNaN(value) ? undefined : value;
}

/** The statuses in `runtimeStatus`, which may be a comma-separated list and may be repeated. */
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
/** The genuine host reads a 32-bit integer; larger values are invalid. */
const maxTop = 2 ** 31 - 1;

/** The size and start of a page, from `top` and the continuation token of the previous page. */
export function page(query: URLSearchParams, headers: Record<string, string>): { limit: number; from?: string } {
  const top = number(query, 'top');
  const limit = top !== undefined && top >= 1 && top <= maxTop ? Math.floor(top) : defaultTop;
  const token = header(headers, 'x-ms-continuation-token');
  return token ? { limit, from: Buffer.from(token, 'base64').toString('utf8') } : { limit };
}

/** Removes the extra item that was read, and puts its id in the continuation token for the next page. */
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
