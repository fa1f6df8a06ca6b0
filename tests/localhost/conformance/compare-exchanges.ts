// Compares the local host's exchanges with the recorded ones, by label and in order.

import { differences, isObject, type Verdict } from './differences.ts';
import { keyed, sorted } from './keyed.ts';
import type { Exchange } from './recordings.ts';

/** One verdict per recorded exchange. */
export function compareExchanges(recorded: Exchange[], ours: Exchange[]): Verdict[] {
  const waiting = new Map<string, Exchange[]>();
  for (const exchange of ours) waiting.set(exchange.label, [...(waiting.get(exchange.label) ?? []), exchange]);
  return recorded.map((genuine) => {
    const own = waiting.get(genuine.label)?.shift();
    return { subject: genuine.label, differences: differences(comparable(genuine), own && comparable(own)) };
  });
}

function comparable(exchange: Exchange) {
  const isCut = /[?&]top=2\b/.test(exchange.request);
  return { ...exchange, body: comparableBody(exchange.body, isCut) };
}

/**
 * Removes what varies on the genuine host too: the order of parallel completions and of generated ids.
 * @param isCut a page of all instances: its entries depend on generated ids, so only its form is compared.
 */
export function comparableBody(body: unknown, isCut = false): unknown {
  if (Array.isArray(body)) {
    if (isCut) return body.map((row) => Object.keys(row));
    return body.every(isObject) && body.length > 1 ? keyed(sorted(body), rowKey) : body;
  }
  if (!isObject(body) || !Array.isArray(body.historyEvents)) return body;
  return { ...body, historyEvents: keyed(sorted(body.historyEvents), eventKey) };
}

function rowKey({ name, instanceId }: Record<string, unknown>): string {
  return `${name} ${instanceId ?? ''}`;
}

function eventKey({ EventType, FunctionName }: Record<string, unknown>): string {
  return `${EventType} ${FunctionName ?? ''}`;
}
