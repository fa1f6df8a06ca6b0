// Posts webhooks over HTTPS. Only the status counts; a redirect is not followed, because the endpoint is what was configured.

import http from 'node:http';
import https from 'node:https';
import type { PostResult } from '../../webhooks/delivery';
import type { WebhookSender } from '../../webhooks/ports';
import { isPrivateLiteral, publicLookup } from './public-address';

export interface HttpsWebhookSenderOptions {
  /** On a local host: plain HTTP and any address. Elsewhere HTTPS to public addresses only. */
  allowsPrivate: boolean;
  /** From the lookup of the name to the status. */
  timeoutMs?: number;
}

/** Nobody reads more of an answer. */
const mostBytesRead = 64 * 1024;

export function makeHttpsWebhookSender({
  allowsPrivate,
  timeoutMs = 15_000,
}: HttpsWebhookSenderOptions): WebhookSender {
  return {
    async post(url, headers, body) {
      const { protocol, hostname } = new URL(url);
      if (!allowsPrivate && protocol !== 'https:') return refused('only https is allowed');
      if (!allowsPrivate && isPrivateLiteral(hostname)) return refused('ADDRESS_NOT_PUBLIC');
      try {
        return outcomeOf(await statusOf(url, headers, body, allowsPrivate ? {} : { lookup: publicLookup }));
      } catch (error) {
        return refused(reasonOf(error as NodeJS.ErrnoException));
      }
    },
  };

  function statusOf(url: string, headers: Record<string, string>, body: string, more: http.RequestOptions) {
    const { request } = url.startsWith('https:') ? https : http;
    const fixed = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) };
    const signal = AbortSignal.timeout(timeoutMs);
    return new Promise<number>((resolve, reject) => {
      const sent = request(url, { method: 'POST', headers: { ...headers, ...fixed }, signal, ...more });
      // An error after the status was read changes nothing: the promise is settled.
      sent.on('error', reject);
      sent.on('response', (response) => {
        discard(response);
        resolve(response.statusCode ?? 0);
      });
      sent.end(body);
    });
  }
}

/** Reads the body, so that the connection can be used again, and drops it if it is long. */
function discard(response: http.IncomingMessage): void {
  let read = 0;
  response.on('error', () => response.destroy());
  response.on('data', (chunk: Buffer) => {
    read += chunk.length;
    if (read > mostBytesRead) response.destroy();
  });
}

function outcomeOf(status: number): PostResult {
  const result = `HTTP ${status}`;
  if (status >= 200 && status < 300) return { kind: 'accepted', result };
  // 410 Gone is how a receiver says that it wants no more.
  return status === 410 ? { kind: 'refused', result, isFinal: true } : refused(result);
}

function refused(result: string): PostResult {
  return { kind: 'refused', result };
}

function reasonOf({ name, code, message }: NodeJS.ErrnoException): string {
  return name === 'AbortError' || name === 'TimeoutError' ? 'no answer in time' : (code ?? message);
}
