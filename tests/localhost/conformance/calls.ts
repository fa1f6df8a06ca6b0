// Compares the calls of durable-functions' client to the task hub's local endpoint with the recorded ones.

import { comparableBody } from './compare-exchanges.ts';
import { differences, type Verdict } from './differences.ts';
import { normalise, type Recording } from './normalise.ts';

export interface RawCall {
  request: { method: string; url: string; body?: string };
  response: { status: number; headers: Record<string, string>; body: unknown };
}

export interface Call {
  /** Method and path. */
  request: string;
  body: unknown;
  status: number;
  headers: Record<string, string>;
  answer: unknown;
}

const meaningful = new Set(['content-type', 'location', 'retry-after']);

export function callOf({ request, response }: RawCall, recording: Recording): Call {
  const headers = Object.entries(response.headers).filter(([name]) => meaningful.has(name.toLowerCase()));
  return normalise(
    {
      request: `${request.method.toUpperCase()} ${request.url}`,
      body: request.body ?? null,
      status: response.status,
      headers: Object.fromEntries(headers),
      answer: response.body,
    },
    recording,
  ) as Call;
}

/**
 * One verdict per recorded call; calls with the same method and path are compared in order. The number of polls depends on
 * timing, so a poll passes if any poll of the local host had its response.
 */
export function compareCalls(recorded: Call[], ours: Call[]): Verdict[] {
  const waiting = new Map<string, Call[]>();
  for (const call of ours) waiting.set(call.request, [...(waiting.get(call.request) ?? []), call]);
  return recorded.map((genuine) => {
    const same = waiting.get(genuine.request) ?? [];
    const own = isPoll(genuine) ? same : [same.shift()];
    const found = own.map((call) => differences(comparable(genuine), comparable(call)));
    const [nearest] = found.sort((a, b) => a.length - b.length);
    return { subject: genuine.request, differences: nearest ?? differences(genuine, undefined) };
  });
}

function isPoll({ request }: Call): boolean {
  return request.startsWith('GET') && request.endsWith('/instances/<id>');
}

function comparable(call: Call | undefined) {
  return call && { ...call, answer: comparableBody(call.answer) };
}
