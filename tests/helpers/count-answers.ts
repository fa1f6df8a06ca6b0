// Counts the answers that this process gets over HTTP, so that a test can wait until a poller has looked into its queue or
// container, instead of for the time that this may take.

import { subscribe, unsubscribe } from 'node:diagnostics_channel';

/** Of node:http, by which the client libraries ask, and of fetch. */
const channels = ['http.client.response.finish', 'undici:request:trailers'];

/**
 * Counts from now on, until it is ended.
 * @param isMeant told of every request that was answered: its method, and its path with the query.
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
