// The orders of all customers over HTTP, for the owner.

import { z } from 'zod';
import { type HttpHandler, parse, route } from '../../shared/http/http';
import { orderStates } from '../order-states';
import type { AllOrders } from '../ports/all-orders';
import { newestOrders } from './newest-orders';

export interface OwnerHandlers {
  listAllOrders: HttpHandler;
}

const pageSize = 20;
const querySchema = z.object({
  state: z.enum(orderStates).optional(),
  cursor: z.string().max(200).optional(),
  limit: z
    .string()
    .regex(/^([1-9]\d?|100)$/, 'must be a number from 1 to 100')
    .transform(Number)
    .default(pageSize),
});

const headers = { 'cache-control': 'no-store' };

export function makeOwnerHandlers({ allOrders }: { allOrders: AllOrders }): OwnerHandlers {
  return {
    listAllOrders: route(async (request) => {
      const { state, cursor, limit } = parse(Object.fromEntries(request.query), querySchema);
      const query = { limit, ...(state && { state }), ...(cursor !== undefined && { cursor }) };
      return { status: 200, headers, jsonBody: await newestOrders(allOrders, query) };
    }),
  };
}
