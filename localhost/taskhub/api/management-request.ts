// Requests and responses of the management API, independent of the HTTP server.

import type { Sender } from '../arrivals/arrivals';

/**
 * A request below `/runtime/webhooks/durabletask` (or the local rpc base), `path` without that prefix and still
 * percent-encoded.
 */
export interface ManagementRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Record<string, string>;
  body: Buffer;
  /** Known only with `--flex`. */
  sender?: Sender;
}

export interface ManagementResponse {
  status: number;
  headers: Record<string, string>;
  body?: string;
}
