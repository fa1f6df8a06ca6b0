// The values that pass between host and Node worker, in the format of the worker protocol:
// an object with exactly one property set; an empty object means no value.

/** One value of the worker protocol. The library parses `string` as JSON if it can. */
export interface TypedData {
  string?: string;
  json?: string;
  bytes?: Uint8Array;
  http?: Record<string, unknown>;
  int?: number;
  double?: number;
}

/** An element of `inputData` or `outputData`. */
export interface ParameterBinding {
  name: string;
  data: TypedData;
}

/** Encodes text, bytes and numbers as they are, and any other value as JSON. */
export function encodeTypedData(value: unknown): TypedData {
  if (value === undefined || value === null) return {};
  if (typeof value === 'string') return { string: value };
  if (value instanceof Uint8Array) return { bytes: value };
  if (typeof value === 'number') return Number.isInteger(value) ? { int: value } : { double: value };
  return { json: JSON.stringify(value) };
}

/** Decodes a value for host code. Parses `json`, but not `string`. Empty data becomes `undefined`. */
export function decodeTypedData(data: TypedData): unknown {
  if (data.json !== undefined) return JSON.parse(data.json);
  return data.string ?? data.bytes ?? data.int ?? data.double ?? data.http;
}
