// An HTTP client with keep-alive connections, one request at a time on each.

import { Agent, request as httpRequest } from 'node:http';

export interface HttpAnswer {
  status: number;
  body: string;
}

export interface HttpClient {
  get(url: string): Promise<HttpAnswer>;
  /** @param value sent as JSON. */
  post(url: string, value: unknown): Promise<HttpAnswer>;
  /** Closes its connections. */
  close(): void;
}

export function makeHttpClient(connections: number): HttpClient {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const send = (method: string, url: string, body?: string) =>
    new Promise<HttpAnswer>((resolve, reject) => {
      const headers = body === undefined ? {} : { 'content-type': 'application/json' };
      const sent = httpRequest(url, { agent, method, headers }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
        });
        response.once('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
        response.once('error', reject);
      });
      sent.once('error', reject);
      sent.end(body);
    });
  return {
    get: (url) => send('GET', url),
    post: (url, value) => send('POST', url, JSON.stringify(value)),
    close: () => agent.destroy(),
  };
}

/** Resolves after `ms`. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
