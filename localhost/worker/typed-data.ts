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
