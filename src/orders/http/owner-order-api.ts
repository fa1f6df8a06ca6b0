// The operations of the orders of all customers, for the API's description.

import { z } from 'zod';
import type { AreaApi } from '../../shared/http/operation';
import { figuresQuery, figuresSchema } from './figures-schemas';
import { acceptedSchema } from './order-json';
import { allOrdersQuery, approvalSchema, orderPath } from './order-requests';
import { allOrdersSchema, ownerOrderSchema } from './owner-order-json';
import { parcelsQuery, parcelsSchema } from './parcel-schemas';
import { refundAcceptedSchema, refundSchema, resolutionAcceptedSchema, resolutionSchema } from './refund-schemas';
import { dispatchSchema, shipmentReportSchema } from './shipment-schemas';

const orderId = 'ord_dmzvyrb5oa55g2dvvxgvv2tcpq';
const total = { amount: 2900, currency: 'EUR' };
const shipmentId = 'shp_01m8pqfm56mws996ryfyvyfnf8';
const shipmentPath = {
  ...orderPath,
  shipmentId: z.string().meta({ description: 'The id of the parcel.', examples: [shipmentId] }),
};
const at = '2026-03-01T12:00:00.000Z';

export const ownerOrderApi = {
  listAllOrders: {
    method: 'GET',
    path: '/admin/orders',
    access: 'owner',
    summary: 'List the orders of all customers',
    description: 'All conditions of the query must hold. Changes of the last seconds may be missing.',
    query: allOrdersQuery,
    answers: {
      200: {
        meaning: 'A page of orders.',
        schema: allOrdersSchema,
        headers: ['Cache-Control'],
        example: {
          orders: [
            {
              orderId,
              customerId: 'cus_01m8pqfm56mws996ryfyvyfnf8',
              state: 'placed',
              total,
              createdAt: at,
              updatedAt: at,
            },
          ],
        },
      },
    },
  },
  getAnyOrder: {
    method: 'GET',
    path: '/admin/orders/{orderId}',
    access: 'owner',
    summary: 'Read an order with everything',
    description: 'Lines, address, payments, parcels, decisions and the whole timeline.',
    params: orderPath,
    answers: { 200: { meaning: 'The order.', schema: ownerOrderSchema, headers: ['ETag', 'Cache-Control'] } },
    problems: ['ORDER.NOT_FOUND'],
  },
  getOrderFigures: {
    method: 'GET',
    path: '/admin/figures',
    access: 'owner',
    summary: 'Read how many orders came in, how long they took and why some were refused',
    description: 'Counted from at most 5,000 orders: a storage operation for each thousand.',
    query: figuresQuery,
    answers: {
      200: {
        meaning: 'The figures.',
        schema: figuresSchema,
        headers: ['Cache-Control'],
        example: {
          days: [{ day: '2026-03-01', placed: 3, medianSecondsToShip: 7200 }],
          toShip: { orders: 2, medianSeconds: 7200, slowestTenthSeconds: 9000 },
          refusals: [{ code: 'PAYMENT.DECLINED', orders: 1 }],
          complete: true,
        },
      },
    },
  },
  listParcelsToSend: {
    method: 'GET',
    path: '/admin/parcels',
    access: 'owner',
    summary: 'List the parcels that wait in the warehouses',
    description: 'The picking list. Changes of the last seconds may be missing.',
    query: parcelsQuery,
    answers: {
      200: {
        meaning: 'What to pack, the oldest order first.',
        schema: parcelsSchema,
        headers: ['Cache-Control'],
        example: {
          warehouses: [{ warehouse: 'berlin', parcels: 1 }],
          parcels: [
            {
              ...{ orderId, shipmentId, warehouse: 'berlin', placedAt: at },
              lines: [{ sku: 'enamel-mug', name: 'Enamel mug', quantity: 2 }],
            },
          ],
          complete: true,
        },
      },
    },
  },
  decideApproval: {
    method: 'POST',
    path: '/orders/{orderId}/approval',
    access: 'owner',
    summary: 'Approve or reject an order',
    description: 'For an order that is `awaitingApproval`. The first decision is final; it may be repeated.',
    params: orderPath,
    body: { schema: approvalSchema, example: { decision: 'approve', reason: 'known customer' } },
    answers: {
      202: {
        meaning: 'The decision is recorded.',
        schema: acceptedSchema,
        headers: ['Location'],
        example: { orderId, state: 'awaitingApproval', total },
      },
    },
    problems: ['ORDER.NOT_FOUND', 'ORDER.NOT_AWAITING_APPROVAL', 'ORDER.ALREADY_DECIDED'],
  },
  refundOrder: {
    method: 'POST',
    path: '/orders/{orderId}/refund',
    access: 'owner',
    summary: 'Refund a paid order, in full or by lines',
    description: 'Parcels that are not on their way are withdrawn. A refund that failed may be repeated.',
    params: orderPath,
    headers: { 'Idempotency-Key': 'optional' },
    body: {
      schema: refundSchema,
      example: { lines: [{ sku: 'enamel-mug', quantity: 1 }], restock: true, reason: 'arrived broken' },
    },
    answers: {
      202: {
        meaning: 'The refund is recorded.',
        schema: refundAcceptedSchema,
        headers: ['Location'],
        example: {
          ...{ orderId, state: 'delivered', total },
          refund: {
            number: 1,
            amount: { amount: 1450, currency: 'EUR' },
            lines: [{ sku: 'enamel-mug', quantity: 1 }],
            restock: true,
          },
        },
      },
    },
    problems: [
      ...(['ORDER.NOT_FOUND', 'REQUEST.KEY_REUSED', 'ORDER.NOT_REFUNDABLE', 'ORDER.ALREADY_REFUNDED'] as const),
      ...(['ORDER.REFUND_UNDER_WAY', 'ORDER.RESOLUTION_UNDER_WAY', 'ORDER.REFUND_TOO_MUCH'] as const),
      'ORDER.REFUND_INCOMPLETE',
    ],
  },
  resolveOrder: {
    method: 'POST',
    path: '/orders/{orderId}/resolution',
    access: 'owner',
    summary: 'Resolve an order whose undoing or refund failed',
    description: 'For an order in `compensationFailed`.',
    params: orderPath,
    headers: { 'Idempotency-Key': 'optional' },
    body: { schema: resolutionSchema, example: { resolution: 'settled', reason: 'refunded by bank transfer' } },
    answers: {
      202: {
        meaning: 'The resolution is recorded.',
        schema: resolutionAcceptedSchema,
        headers: ['Location'],
        example: { orderId, state: 'refunded', total, resolution: 'settled' },
      },
    },
    problems: [
      ...(['ORDER.NOT_FOUND', 'REQUEST.KEY_REUSED', 'ORDER.NOT_RESOLVABLE'] as const),
      ...(['ORDER.RESOLUTION_UNDER_WAY', 'ORDER.REFUND_UNDER_WAY'] as const),
      // A retry repeats the refund that failed, which is refused as a refund is.
      ...([
        'ORDER.NOT_REFUNDABLE',
        'ORDER.ALREADY_REFUNDED',
        'ORDER.REFUND_TOO_MUCH',
        'ORDER.REFUND_INCOMPLETE',
      ] as const),
    ],
  },
  dispatchShipment: {
    method: 'POST',
    path: '/orders/{orderId}/shipments/{shipmentId}/dispatch',
    access: 'owner',
    summary: 'Report a parcel as sent, with its tracking number',
    description: 'For a shop that hands over its parcels by hand.',
    params: shipmentPath,
    headers: { 'Idempotency-Key': 'required' },
    body: {
      schema: dispatchSchema,
      example: { trackingNumber: '1Z999AA10123456784', carrier: 'Example Post' },
    },
    answers: {
      202: {
        meaning: 'The report is recorded.',
        schema: shipmentReportSchema,
        headers: ['Location'],
        example: {
          ...{ orderId, shipmentId, state: 'dispatched', at },
          ...{ trackingNumber: '1Z999AA10123456784', carrier: 'Example Post' },
        },
      },
    },
    problems: ['ORDER.NOT_FOUND', 'SHIPMENT.NOT_FOUND', 'SHIPMENT.NOT_DISPATCHABLE', 'REQUEST.KEY_REUSED'],
  },
  deliverShipment: {
    method: 'POST',
    path: '/orders/{orderId}/shipments/{shipmentId}/delivery',
    access: 'owner',
    summary: 'Report a parcel as arrived',
    params: shipmentPath,
    headers: { 'Idempotency-Key': 'required' },
    answers: {
      202: {
        meaning: 'The report is recorded.',
        schema: shipmentReportSchema,
        headers: ['Location'],
        example: { orderId, shipmentId, state: 'delivered', at },
      },
    },
    problems: ['ORDER.NOT_FOUND', 'SHIPMENT.NOT_FOUND', 'SHIPMENT.NOT_DELIVERABLE', 'REQUEST.KEY_REUSED'],
  },
} as const satisfies AreaApi;
