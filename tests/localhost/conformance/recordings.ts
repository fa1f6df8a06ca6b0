// The compared items: HTTP exchanges and invocations at the worker's boundary, reduced to what the protocol specifies.

import { normalise, normaliseText, type Recording } from './normalise.ts';
import { parsed, textOf, typed } from './worker-values.ts';

/** One HTTP exchange as recorded by the driver. */
export interface RawExchange {
  label: string;
  request: { method: string; url: string; body?: string; headers?: Record<string, string> };
  response: { status?: number; headers?: [string, string][]; body?: string; error?: string };
}

/** A normalized exchange: JSON bodies as values, and relevant headers only. */
export interface Exchange {
  label: string;
  request: string;
  /** The body. */
  sent?: string;
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

interface RpcRequest {
  method: string;
  url: string;
  headers?: Record<string, string>;
  nullableHeaders?: Record<string, { value: string }>;
  params?: Record<string, string>;
  nullableParams?: Record<string, { value: string }>;
  body?: object;
}

/** All invocations of one orchestration or entity, or of one function with another trigger, in order of completion. */
export interface RecordedInstance {
  /** The id; `(function)` for a generated one; `@entity@key`; `_trigger-function`. */
  name: string;
  invocations: Invocation[];
}

export interface Invocation {
  functionId: string;
  inputs: Record<string, unknown>;
  metadata: Record<string, unknown>;
  reply: unknown;
}

export function exchangeOf(raw: RawExchange, recording: Recording): Exchange {
  const { status, headers = [], body = '', error } = raw.response;
  const kept = headers
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .map(([name, value]) => [name, name === 'x-ms-continuation-token' ? '<token>' : value]);
  return normalise(
    {
      label: raw.label,
      request: `${raw.request.method} ${raw.request.url}`,
      ...(raw.request.body !== undefined && { sent: raw.request.body }),
      status: status ?? error ?? 'no answer',
      headers: Object.fromEntries(kept),
      body: parsed(body),
    },
    recording,
  ) as Exchange;
}

export function invocationOf(raw: RawInvocation, recording: Recording): Invocation {
  const { returnValue, outputData, result } = raw.response;
  const reply = result?.exception
    ? { exception: parsedReply(result.exception.message ?? '') }
    : { returnValue: typed(returnValue ?? {}), ...(outputData?.length ? { outputData } : {}) };
  return normalise(
    {
      functionId: raw.functionId,
      inputs: Object.fromEntries(raw.request.inputData.map(({ name, data }) => [name, inputOf(data)])),
      metadata: metadataOf(raw),
      reply,
    },
    recording,
  ) as Invocation;
}

/** Handlers with an HTTP or timer trigger get no metadata. */
function metadataOf({ kind, request }: RawInvocation): Record<string, unknown> {
  if (kind === 'httpTrigger' || kind === 'timerTrigger') return {};
  const [trigger] = request.inputData;
  const isTrigger = (value: object) => JSON.stringify(value) === JSON.stringify(trigger?.data);
  const members = Object.entries(request.triggerMetadata ?? {});
  return Object.fromEntries(members.map(([name, data]) => [name, isTrigger(data) ? '<trigger>' : typed(data)]));
}

/** The worker protocol has some data of an HTTP request twice; this is what a handler sees. */
function inputOf(data: object): unknown {
  if (!('http' in data)) return typed(data);
  const { method, url, headers, nullableHeaders, params, nullableParams, body } = data.http as RpcRequest;
  const valuesOf = (members: Record<string, { value: string }> = {}) =>
    Object.fromEntries(Object.entries(members).map(([name, { value }]) => [name, value]));
  return {
    http: {
      method,
      url,
      headers: { ...headers, ...valuesOf(nullableHeaders) },
      params: { ...params, ...valuesOf(nullableParams) },
      ...(body && { body: typed(body) }),
    },
  };
}

function parsedReply(message: string): unknown {
  const [before, label, json] = message.split(/(\n\n\$OutOfProcData\$:)/);
  return label === undefined ? message : { before, outOfProcData: parsed((json ?? '').split('\n')[0] ?? '') };
}

/** The recorder's own check whether the host responds, which is not compared. */
export function isProbe({ request }: RawInvocation): boolean {
  return JSON.stringify(request.inputData).includes('"curl/');
}

/** Groups raw invocations by instance or function. */
export function instancesOf(raw: RawInvocation[], recording: Recording): RecordedInstance[] {
  const groups = new Map<string, RawInvocation[]>();
  for (const one of raw) groups.set(ownerOf(one), [...(groups.get(ownerOf(one)) ?? []), one]);
  return [...groups].map(([id, group]) => ({
    name: instanceName(id, group, recording),
    invocations: group.map((one) => invocationOf(one, recording)),
  }));
}

/** Instances with generated ids are named after their function. */
export function instanceName(id: string, [first]: RawInvocation[], recording: Recording): string {
  const name = normaliseText(id, recording);
  return name.includes('<') || /^[0-9a-f]{8}-/.test(name) ? `(${first?.functionId})` : name;
}

function ownerOf({ kind, functionId, request }: RawInvocation): string {
  const text = (request.inputData[0]?.data ?? {}) as { string?: string };
  if (kind === 'orchestrationTrigger') return (JSON.parse(text.string ?? '{}') as { instanceId: string }).instanceId;
  if (kind === 'entityTrigger') {
    const { self } = JSON.parse(text.string ?? '{}') as { self: { name: string; key: string } };
    return `@${self.name}@${self.key}`;
  }
  const instanceId = textOf(request.triggerMetadata?.instanceId ?? {}) ?? '';
  return kind === 'activityTrigger' ? instanceId : `_${kind}-${functionId}`;
}
