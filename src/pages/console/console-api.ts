// What the console asks of the API, each with one plain answer. A refusal is thrown as a problem.

import createClient from 'openapi-fetch';
import type { paths } from '../../../client/api-types';
import { Problem } from './kit/problem-words';

type Query<Path extends keyof paths> = paths[Path] extends { get: { parameters: { query?: infer Q } } } ? Q : never;
type Body<Path extends keyof paths> = paths[Path] extends {
  post: { requestBody?: { content: { 'application/json': infer B } } };
}
  ? B
  : never;

/** The same key means the same act, so that a repeated click or a lost answer does nothing twice. */
export interface OnceHeader {
  'Idempotency-Key': string;
}

export function newOnceHeader(): OnceHeader {
  return { 'Idempotency-Key': crypto.randomUUID() };
}

export type ConsoleApi = ReturnType<typeof makeConsoleApi>;

/**
 * @param key a function key; undefined where none was given yet.
 * @param onKeyRefused called when the API asks for a key, or for another one.
 */
export function makeConsoleApi(key: string | undefined, onKeyRefused: () => void) {
  const client = createClient<paths>({
    baseUrl: '/api',
    ...(key !== undefined && { headers: { 'x-functions-key': key } }),
  });
  client.use({
    onResponse({ response }) {
      if (response.status === 401) onKeyRefused();
    },
  });
  return {
    overview: (signal: AbortSignal) => unwrap(client.GET('/admin/overview', { signal })),
    figures: (query: Query<'/admin/figures'>, signal: AbortSignal) =>
      unwrap(client.GET('/admin/figures', { params: { query }, signal })),
    orders: (query: Query<'/admin/orders'>, signal: AbortSignal) =>
      unwrap(client.GET('/admin/orders', { params: { query }, signal })),
    order: (orderId: string, signal: AbortSignal) =>
      unwrap(client.GET('/admin/orders/{orderId}', { params: { path: { orderId } }, signal })),
    parcels: (query: Query<'/admin/parcels'>, signal: AbortSignal) =>
      unwrap(client.GET('/admin/parcels', { params: { query }, signal })),
    carts: (signal: AbortSignal) => unwrap(client.GET('/admin/carts', { signal })),
    poison: (signal: AbortSignal) => unwrap(client.GET('/admin/poison', { signal })),
    webhooks: (query: Query<'/admin/webhooks'>, signal: AbortSignal) =>
      unwrap(client.GET('/admin/webhooks', { params: { query }, signal })),
    products: (query: Query<'/products'>, signal: AbortSignal) =>
      unwrap(client.GET('/products', { params: { query }, signal })),
    product: (sku: string, signal: AbortSignal) =>
      unwrap(client.GET('/products/{sku}', { params: { path: { sku } }, signal })),
    stock: (sku: string, signal: AbortSignal) =>
      unwrap(client.GET('/stock/{sku}', { params: { path: { sku } }, signal })),
    pictures: (sku: string, signal: AbortSignal) =>
      unwrap(client.GET('/products/{sku}/pictures', { params: { path: { sku } }, signal })),

    decide: (orderId: string, body: Body<'/orders/{orderId}/approval'>) =>
      unwrap(client.POST('/orders/{orderId}/approval', { params: { path: { orderId } }, body })),
    refund: (orderId: string, body: Body<'/orders/{orderId}/refund'>, header: OnceHeader) =>
      unwrap(client.POST('/orders/{orderId}/refund', { params: { path: { orderId }, header }, body })),
    resolve: (orderId: string, body: Body<'/orders/{orderId}/resolution'>, header: OnceHeader) =>
      unwrap(client.POST('/orders/{orderId}/resolution', { params: { path: { orderId }, header }, body })),
    dispatch: (
      path: { orderId: string; shipmentId: string },
      body: Body<'/orders/{orderId}/shipments/{shipmentId}/dispatch'>,
      header: OnceHeader,
    ) => unwrap(client.POST('/orders/{orderId}/shipments/{shipmentId}/dispatch', { params: { path, header }, body })),
    deliver: (path: { orderId: string; shipmentId: string }, header: OnceHeader) =>
      unwrap(client.POST('/orders/{orderId}/shipments/{shipmentId}/delivery', { params: { path, header } })),
    adjustStock: (sku: string, body: Body<'/stock/{sku}/adjustments'>, header: OnceHeader) =>
      unwrap(client.POST('/stock/{sku}/adjustments', { params: { path: { sku }, header }, body })),
    uploadTicket: (sku: string) => unwrap(client.POST('/products/{sku}/pictures', { params: { path: { sku } } })),
    reprocess: (pictureId: string) =>
      unwrap(
        client.POST('/pictures/{pictureId}/reprocess', { params: { path: { pictureId }, header: newOnceHeader() } }),
      ),
    deletePicture: (pictureId: string) =>
      unwrap(client.DELETE('/pictures/{pictureId}', { params: { path: { pictureId } } })),
    replayPoison: (queue: string, body: Body<'/admin/poison/{queue}/replay'>) =>
      unwrap(client.POST('/admin/poison/{queue}/replay', { params: { path: { queue } }, body })),
    replayWebhook: (id: string) => unwrap(client.POST('/admin/webhooks/{id}/replay', { params: { path: { id } } })),
  };
}

/** The answer's body. @throws Problem for an answer that is not a success. */
async function unwrap<T>(asked: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await asked;
  if (response.ok) return data as T;
  throw new Problem(response.status, typeof error === 'object' && error !== null ? error : {});
}
