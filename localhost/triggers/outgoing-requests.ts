// Sees the storage requests that this process sends itself, user code's included, through Node's own diagnostics.
// So a message or blob written by an SDK client in the app is picked up at once, though pollers rest long when idle;
// what other processes write is still found by polling.

import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest, IncomingMessage } from 'node:http';

const CHANNEL = 'http.client.response.finish';

interface Watched {
  /** Default: any that writes. */
  method?: 'POST' | 'PUT';
  /** Requests to this url's host, to its path or below, count. */
  url: string;
  /** Requests with this content type only read. */
  readingType?: string;
  /** Called once such a request was answered with 2xx. */
  onDone(): void;
}

interface Watcher extends Omit<Watched, 'url'> {
  host: string;
  path: string;
}

const watchers = new Set<Watcher>();

/** Begins to watch; call the result to end it. Requests through `fetch` or from worker threads are not seen. */
export function watchOutgoingRequests(watched: Watched): () => void {
  const { host, pathname } = new URL(watched.url);
  const watcher: Watcher = { ...watched, host, path: pathname };
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
