// Counts the HTTP responses that this process receives, so that a test can wait until a poller has polled instead of for a
// fixed time.

import { subscribe, unsubscribe } from 'node:diagnostics_channel';

/** Channels of node:http, which the client libraries use, and of fetch. */
const channels = ['http.client.response.finish', 'undici:request:trailers'];

/**
 * Counts from now on until it is ended.
 * @param isMeant selects requests by method and by path with query.
 */
export function countAnswers(isMeant: (method: string, path: string) => boolean): { count(): number; end(): void } {
  let answers = 0;
  const onAnswer = (message: unknown) => {
    const { method, path } = (message as { request: { method: string; path: string } }).request;
    if (isMeant(method, path)) answers += 1;
  };
  for (const channel of channels) subscribe(channel, onAnswer);
  return {
    count: () => answers,
    end() {
      for (const channel of channels) unsubscribe(channel, onAnswer);
    },
  };
}
