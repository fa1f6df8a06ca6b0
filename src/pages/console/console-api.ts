// What the console asks of the API, each with one plain answer. A refusal is thrown as a problem.

import { makeApiClient } from '../../../client/api-client';
import type { paths } from '../../../client/api-types';
import { expectData } from '../../../client/expect-data';

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
  const client = makeApiClient(key === undefined ? {} : { headers: { 'x-functions-key': key } });
  client.use({
    onResponse({ response }) {
      if (response.status === 401) onKeyRefused();
    },
  });
  return {
    overview: (signal: AbortSignal) => expectData(client.GET('/admin/overview', { signal })),
    figures: (query: Query<'/admin/figures'>, signal: AbortSignal) =>
      expectData(client.GET('/admin/figures', { params: { query }, signal })),
    orders: (query: Query<'/admin/orders'>, signal: AbortSignal) =>
      expectData(client.GET('/admin/orders', { params: { query }, signal })),
    order: (orderId: string, signal: AbortSignal) =>
      expectData(client.GET('/admin/orders/{orderId}', { params: { path: { orderId } }, signal })),
    parcels: (query: Query<'/admin/parcels'>, signal: AbortSignal) =>
      expectData(client.GET('/admin/parcels', { params: { query }, signal })),
    carts: (signal: AbortSignal) => expectData(client.GET('/admin/carts', { signal })),
    poison: (signal: AbortSignal) => expectData(client.GET('/admin/poison', { signal })),
    webhooks: (query: Query<'/admin/webhooks'>, signal: AbortSignal) =>
      expectData(client.GET('/admin/webhooks', { params: { query }, signal })),
    products: (query: Query<'/products'>, signal: AbortSignal) =>
      expectData(client.GET('/products', { params: { query }, signal })),
    product: (sku: string, signal: AbortSignal) =>
      expectData(client.GET('/products/{sku}', { params: { path: { sku } }, signal })),
    stock: (sku: string, signal: AbortSignal) =>
      expectData(client.GET('/stock/{sku}', { params: { path: { sku } }, signal })),
    pictures: (sku: string, signal: AbortSignal) =>
      expectData(client.GET('/products/{sku}/pictures', { params: { path: { sku } }, signal })),

    decide: (orderId: string, body: Body<'/orders/{orderId}/approval'>) =>
      expectData(client.POST('/orders/{orderId}/approval', { params: { path: { orderId } }, body })),
    refund: (orderId: string, body: Body<'/orders/{orderId}/refund'>, header: OnceHeader) =>
      expectData(client.POST('/orders/{orderId}/refund', { params: { path: { orderId }, header }, body })),
    resolve: (orderId: string, body: Body<'/orders/{orderId}/resolution'>, header: OnceHeader) =>
      expectData(client.POST('/orders/{orderId}/resolution', { params: { path: { orderId }, header }, body })),
    dispatch: (
      path: { orderId: string; shipmentId: string },
      body: Body<'/orders/{orderId}/shipments/{shipmentId}/dispatch'>,
      header: OnceHeader,
    ) =>
      expectData(client.POST('/orders/{orderId}/shipments/{shipmentId}/dispatch', { params: { path, header }, body })),
    deliver: (path: { orderId: string; shipmentId: string }, header: OnceHeader) =>
      expectData(client.POST('/orders/{orderId}/shipments/{shipmentId}/delivery', { params: { path, header } })),
    adjustStock: (sku: string, body: Body<'/stock/{sku}/adjustments'>, header: OnceHeader) =>
      expectData(client.POST('/stock/{sku}/adjustments', { params: { path: { sku }, header }, body })),
    uploadTicket: (sku: string) => expectData(client.POST('/products/{sku}/pictures', { params: { path: { sku } } })),
    reprocess: (pictureId: string) =>
      expectData(
        client.POST('/pictures/{pictureId}/reprocess', { params: { path: { pictureId }, header: newOnceHeader() } }),
      ),
    deletePicture: (pictureId: string) =>
      expectData(client.DELETE('/pictures/{pictureId}', { params: { path: { pictureId } } })),
    replayPoison: (queue: string, body: Body<'/admin/poison/{queue}/replay'>) =>
      expectData(client.POST('/admin/poison/{queue}/replay', { params: { path: { queue } }, body })),
    replayWebhook: (id: string) => expectData(client.POST('/admin/webhooks/{id}/replay', { params: { path: { id } } })),
  };
}
