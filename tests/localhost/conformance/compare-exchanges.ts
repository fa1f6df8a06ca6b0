// Compares our exchanges with the recorded ones: by label, in order of their occurrence.

import { isDeepStrictEqual } from 'node:util';
import type { Exchange } from './recordings.ts';

export interface Difference {
  label: string;
  /** Dotted path of the first member that differs. */
  path: string;
  genuine: unknown;
  ours: unknown;
}

/** One verdict a recorded exchange: undefined where ours is the same. */
export function compareExchanges(recorded: Exchange[], ours: Exchange[]): (Difference | undefined)[] {
  const waiting = new Map<string, Exchange[]>();
  for (const exchange of ours) waiting.set(exchange.label, [...(waiting.get(exchange.label) ?? []), exchange]);
  return recorded.map((genuine) => {
    const own = waiting.get(genuine.label)?.shift();
    if (!own) return { label: genuine.label, path: '', genuine: 'an exchange', ours: undefined };
    return firstDifference(genuine.label, comparable(genuine), comparable(own));
  });
}

/** What varies on the genuine host too: the order in which parallel work ended. */
function comparable(exchange: Exchange): Exchange {
  const { body } = exchange;
  if (typeof body !== 'object' || body === null || !('historyEvents' in body)) return exchange;
  const { historyEvents } = body;
  if (!Array.isArray(historyEvents)) return exchange;
  const sorted = historyEvents.map((event) => JSON.stringify(event)).sort();
  return { ...exchange, body: { ...body, historyEvents: sorted.map((event) => JSON.parse(event)) } };
}

export function firstDifference(label: string, genuine: unknown, ours: unknown, path = ''): Difference | undefined {
  if (isDeepStrictEqual(genuine, ours)) return undefined;
  if (!isObject(genuine) || !isObject(ours)) return { label, path, genuine, ours };
  for (const name of new Set([...Object.keys(genuine), ...Object.keys(ours)])) {
    const found = firstDifference(label, genuine[name], ours[name], path === '' ? name : `${path}.${name}`);
    if (found) return found;
  }
  return undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
