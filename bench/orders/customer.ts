// A customer for the bench: one cookie, keep-alive connections, and the response time of its order.

import { randomUUID } from 'node:crypto';
import { type Agent, request as httpRequest } from 'node:http';
import type { Cart } from '../../client/api-types';
import { aCheckout } from '../../scripts/shop/check-out';

export interface Customer {
  /** Checks out the cart. @throws unless the order is accepted. */
  order(): Promise<{ orderId: string; ms: number }>;
}

/** A new guest with one unit of each sku in the cart. */
export async function makeCustomer(origin: string, agent: Agent, skus: string[]): Promise<Customer> {
  let cookie = '';

  const ask = <T>(method: string, path: string, value: unknown, wanted: number, key?: string) =>
    new Promise<T>((resolve, reject) => {
      const body = JSON.stringify(value);
      const headers = {
        'content-type': 'application/json',
        ...(cookie && { cookie }),
        ...(key && { 'idempotency-key': key }),
      };
      const sent = httpRequest(`${origin}/api${path}`, { agent, method, headers }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        response.once('error', reject);
        response.once('end', () => {
          if (response.statusCode !== wanted) {
            reject(new Error(`${method} ${path} returned ${response.statusCode}: ${text}`));
            return;
          }
          cookie ||= response.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
          resolve(JSON.parse(text) as T);
        });
      });
      sent.once('error', reject);
      sent.end(body);
    });

  let cart: Cart | undefined;
  for (const sku of skus) cart = await ask<Cart>('POST', '/cart/lines', { sku, quantity: 1 }, 200);
  const checkout = cart && aCheckout(cart.total);
  return {
    async order() {
      const began = performance.now();
      const { orderId } = await ask<{ orderId: string }>('POST', '/orders', checkout, 202, randomUUID());
      return { orderId, ms: performance.now() - began };
    },
  };
}
