// Observes the storage requests of this process, including user code, through Node's diagnostics channel. A message or
// blob that the app writes then triggers its function at once. What other processes write is found by polling.

import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest, IncomingMessage } from 'node:http';

const CHANNEL = 'http.client.response.finish';

interface WatchOptions {
  /** Default: every method that writes. */
  method?: 'POST' | 'PUT';
  /** Matches requests to this url and to paths below it. */
  url: string;
  /** Requests with this content type are ignored, because they only read. */
  readingType?: string;
  /** Called after a matching request got a 2xx response. */
  onDone(): void;
}

interface Watcher extends Omit<WatchOptions, 'url'> {
  host: string;
  path: string;
}

const watchers = new Set<Watcher>();

/** Does not see requests sent with `fetch` or from worker threads. @returns a function that stops watching. */
export function watchOutgoingRequests(options: WatchOptions): () => void {
  const { host, pathname } = new URL(options.url);
  const watcher: Watcher = { ...options, host, path: pathname };
  if (watchers.size === 0) subscribe(CHANNEL, onResponse);
  watchers.add(watcher);
  return () => {
    watchers.delete(watcher);
    if (watchers.size === 0) unsubscribe(CHANNEL, onResponse);
  };
}

function onResponse(message: unknown): void {
  const { request, response } = message as { request: ClientRequest; response: IncomingMessage };
  if (request.method !== 'PUT' && request.method !== 'POST' && request.method !== 'PATCH') return;
  if ((response.statusCode ?? 500) >= 300) return;
  const host = request.getHeader('host');
  for (const watcher of watchers) {
    if (watcher.method !== undefined && watcher.method !== request.method) continue;
    if (watcher.host !== host || !request.path.startsWith(watcher.path)) continue;
    if (watcher.readingType !== undefined && watcher.readingType === request.getHeader('content-type')) continue;
    if (/^($|[/?])/.test(request.path.slice(watcher.path.length))) watcher.onDone();
  }
}
