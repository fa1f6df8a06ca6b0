// A guest for the bench: one cookie, keep-alive connections, and the response time of each request.

import { type Agent, request as httpRequest } from 'node:http';

export interface Timed {
  units: number;
  quantityOf(sku: string): number;
  ms: number;
}

export interface Guest {
  read(): Promise<Timed>;
  /** Adds one unit. */
  add(sku: string): Promise<Timed>;
  set(sku: string, quantity: number): Promise<Timed>;
}

interface Wire {
  units: number;
  lines: { sku: string; quantity: number }[];
}

/** A new guest with the cookie of its first response. This and all its methods throw when a status is not 200. */
export async function makeGuest(origin: string, agent: Agent): Promise<Guest> {
  let cookie = '';

  const ask = (method: string, path: string, value?: unknown) =>
    new Promise<Timed>((resolve, reject) => {
      const body = value === undefined ? undefined : JSON.stringify(value);
      const began = performance.now();
      const headers = { ...(body && { 'content-type': 'application/json' }), ...(cookie && { cookie }) };
      const sent = httpRequest(`${origin}/api${path}`, { agent, method, headers }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
        });
        response.once('error', reject);
        response.once('end', () => {
          const ms = performance.now() - began;
          if (response.statusCode !== 200) {
            reject(new Error(`${method} ${path} returned ${response.statusCode}: ${text}`));
            return;
          }
          cookie ||= response.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
          const { units, lines } = JSON.parse(text) as Wire;
          const quantityOf = (sku: string) => lines.find((line) => line.sku === sku)?.quantity ?? 0;
          resolve({ units, quantityOf, ms });
        });
      });
      sent.once('error', reject);
      sent.end(body);
    });

  await ask('GET', '/cart');
  return {
    read: () => ask('GET', '/cart'),
    add: (sku) => ask('POST', '/cart/lines', { sku, quantity: 1 }),
    set: (sku, quantity) => ask('PUT', `/cart/lines/${sku}`, { quantity }),
  };
}
