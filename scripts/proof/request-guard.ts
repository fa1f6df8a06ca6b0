// Who may press the buttons of the proof page: only the page itself, on this machine. Another site can neither read the page's
// token nor send it, and a name that somebody else points to this machine is not accepted as its address.

import type { IncomingHttpHeaders } from 'node:http';

export const tokenHeader = 'x-proof-token';

export interface GuardedRequest {
  method?: string | undefined;
  headers: IncomingHttpHeaders;
}

export interface Guard {
  port: number;
  token: string;
}

/** Why the page is not shown to this request; undefined when it may be. */
export function refusalOfPage({ headers }: GuardedRequest, { port }: Guard): string | undefined {
  return ownHosts(port).includes(headers.host ?? '') ? undefined : 'This address is not the page’s own.';
}

/** Why this request to the API is refused; undefined when it may pass. */
export function refusalOfCall(request: GuardedRequest, guard: Guard): string | undefined {
  const { method, headers } = request;
  const refusal = refusalOfPage(request, guard);
  if (refusal !== undefined) return refusal;
  const { origin, host } = headers;
  const mayLackOrigin = method === 'GET' || method === 'HEAD';
  if (origin !== `http://${host}` && !(origin === undefined && mayLackOrigin)) return 'Another site sent this request.';
  return headers[tokenHeader] === guard.token ? undefined : 'The page’s token is missing: load the page again.';
}

function ownHosts(port: number): string[] {
  return [`localhost:${port}`, `127.0.0.1:${port}`];
}
