// The values that cross the boundary between host and Node worker, in the shape of the worker protocol:
// an object with exactly one member set (empty = no value).

/** One value of the worker protocol. `string` is JSON-parsed by the library when it can be. */
export interface TypedData {
  string?: string;
  json?: string;
  bytes?: Uint8Array;
  http?: Record<string, unknown>;
  int?: number;
  double?: number;
}

/** A member of `inputData` / `outputData`. */
export interface ParameterBinding {
  name: string;
  data: TypedData;
}

/** The value in the shape that carries it unchanged: text stays text, bytes stay bytes, all else is JSON. */
export function encodeTypedData(value: unknown): TypedData {
  if (value === undefined || value === null) return {};
  if (typeof value === 'string') return { string: value };
  if (value instanceof Uint8Array) return { bytes: value };
  if (typeof value === 'number') return Number.isInteger(value) ? { int: value } : { double: value };
  return { json: JSON.stringify(value) };
}

/** The value as host code sees it: text is not parsed, `json` is. Empty data is `undefined`. */
export function decodeTypedData(data: TypedData): unknown {
  if (data.json !== undefined) return JSON.parse(data.json);
  return data.string ?? data.bytes ?? data.int ?? data.double ?? data.http;
}
