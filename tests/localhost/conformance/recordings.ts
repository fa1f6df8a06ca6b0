// What is compared: exchanges over HTTP and invocations at the worker's boundary, reduced to what the protocol says.

import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { normalise, type Recording } from './normalise.ts';

/** One HTTP exchange as recorded by the driver. */
export interface RawExchange {
  label: string;
  request: { method: string; url: string; body?: string; headers?: Record<string, string> };
  response: { status?: number; headers?: [string, string][]; body?: string; error?: string };
}

/** An exchange, normalised: JSON bodies as values, and the headers that carry meaning. */
export interface Exchange {
  label: string;
  request: string;
  status: number | string;
  headers: Record<string, string>;
  body: unknown;
}

/** One invocation as recorded at the worker's boundary. */
export interface RawInvocation {
  kind: string;
  functionId: string;
  request: { inputData: { name: string; data: object }[]; triggerMetadata?: Record<string, object> };
  response: {
    outputData?: unknown[];
    returnValue?: object;
    result?: { status?: unknown; exception?: { message?: string } };
  };
}

export interface Invocation {
  functionId: string;
  inputs: Record<string, unknown>;
  metadata: Record<string, unknown>;
  reply: unknown;
}

const meaningful = new Set(['content-type', 'location', 'retry-after', 'set-cookie', 'x-multi', 'x-h']);

export function exchangeOf(raw: RawExchange, recording: Recording): Exchange {
  const { status, headers = [], body = '', error } = raw.response;
  const kept = headers
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => meaningful.has(name));
  return normalise(
    {
      label: raw.label,
      request: `${raw.request.method} ${raw.request.url}`,
      status: status ?? error ?? 'no answer',
      headers: Object.fromEntries(kept),
      body: parsed(body),
    },
    recording,
  ) as Exchange;
}

export function invocationOf(raw: RawInvocation, recording: Recording): Invocation {
  const [trigger] = raw.request.inputData;
  const isTrigger = (value: object) => JSON.stringify(value) === JSON.stringify(trigger?.data);
  const { returnValue, outputData, result } = raw.response;
  const metadata = Object.entries(raw.request.triggerMetadata ?? {}).map(([name, data]) => [
    name,
    isTrigger(data) ? '<trigger>' : typed(data),
  ]);
  const reply = result?.exception
    ? { exception: parsedReply(result.exception.message ?? '') }
    : { returnValue: typed(returnValue ?? {}), ...(outputData?.length ? { outputData } : {}) };
  return normalise(
    {
      functionId: raw.functionId,
      inputs: Object.fromEntries(raw.request.inputData.map(({ name, data }) => [name, typed(data)])),
      metadata: Object.fromEntries(metadata),
      reply,
    },
    recording,
  ) as Invocation;
}

/** A value of the worker protocol with its JSON text opened: `{string: {…}}`. */
function typed(data: object): unknown {
  const { data: _which, ...members } = data as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(members).map(([kind, value]) => [
      kind,
      typeof value === 'string' && kind !== 'bytes' ? parsed(value) : value,
    ]),
  );
}

function parsedReply(message: string): unknown {
  const [before, label, json] = message.split(/(\n\n\$OutOfProcData\$:)/);
  return label === undefined ? message : { before, outOfProcData: parsed((json ?? '').split('\n')[0] ?? '') };
}

/** A page of HTML counts as one word; JSON is a value where it is an object or a list, anything else as the text it is. */
function parsed(text: string): unknown {
  if (/^\s*<!doctype html/i.test(text)) return '<html page>';
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export function readLines<T>(file: string): T[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as T);
}

/** All lines of a folder's `.jsonl` files, by file name without its ending. */
export function readFolder<T>(folder: string): Map<string, T[]> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
  return new Map(files.sort().map((name) => [basename(name, '.jsonl'), readLines<T>(join(folder, name))]));
}
