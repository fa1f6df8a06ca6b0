// The order in the path of a request, for its customer or for the owner; and the answer to a decision about it.

import { AppError } from '../../shared/http/errors';
import type { HttpHandler } from '../../shared/http/http';
import { type Order, orderIdPattern } from '../order';
import type { OrderStore } from '../ports/order-store';
import type { OrderRuns } from '../saga/runs';
import type { AcceptedJson } from './order-json';
import type { RefundAcceptedJson, ResolutionAcceptedJson } from './refund-schemas';

type Request = Parameters<HttpHandler>[0];
type Answer = Awaited<ReturnType<HttpHandler>>;

/** An order of any customer, for the owner. @throws AppError `ORDER.NOT_FOUND`. */
export async function anyOrder(
  request: Request,
  orders: Pick<OrderStore, 'customerOf' | 'find'>,
  runs: Pick<OrderRuns, 'customerOf'>,
): Promise<Order> {
  const orderId = orderIdIn(request);
  const customerId = (await runs.customerOf(orderId)) ?? (await orders.customerOf(orderId));
  const order = customerId && (await orders.find(customerId, orderId));
  if (!order) throw orderNotFound(orderId);
  return order;
}

/** @throws AppError `ORDER.NOT_FOUND` for a malformed id. */
export function orderIdIn({ params }: Pick<Request, 'params'>): string {
  const { orderId = '' } = params;
  if (!orderIdPattern.test(orderId)) throw orderNotFound(orderId);
  return orderId;
}

export function orderNotFound(orderId: string): AppError {
  return new AppError('ORDER.NOT_FOUND', `There is no order ${orderId} of yours.`);
}

/** 202 with the order's state, and more about what was accepted. `location`: where the caller can read the order. */
export function acceptedAnswer(
  { orderId, state, total }: Pick<Order, 'orderId' | 'state' | 'total'>,
  more: Partial<Omit<RefundAcceptedJson & ResolutionAcceptedJson, keyof AcceptedJson>> = {},
  location = `/api/admin/orders/${orderId}`,
): Answer {
  const accepted: AcceptedJson = { orderId, state, total };
  return { status: 202, headers: { location }, jsonBody: { ...accepted, ...more } };
}
