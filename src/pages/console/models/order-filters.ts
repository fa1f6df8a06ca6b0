// The filters of the list of orders, as they stand in the url and as they go to the API. What is searched for stays in the
// fragment of the url, which the browser sends nowhere.

import type { OrderState } from '../schemas';
import { orderStates } from './state-words';

export interface OrderFilters {
  state?: OrderState;
  /** A mail address or the id of an order. */
  search?: string;
  /** `YYYY-MM-DD` in the reader's zone. */
  from?: string;
  to?: string;
}

const dayForm = /^\d{4}-\d{2}-\d{2}$/;

export function filtersIn(query: URLSearchParams): OrderFilters {
  const state = orderStates.find((known) => known === query.get('state'));
  const [search, from, to] = [query.get('search')?.trim(), query.get('from'), query.get('to')];
  return {
    ...(state && { state }),
    ...(search && { search }),
    ...(from && dayForm.test(from) && { from }),
    ...(to && dayForm.test(to) && { to }),
  };
}

/** With its question mark; empty without filters. */
export function filterQuery(filters: OrderFilters): string {
  const query = new URLSearchParams(Object.entries(filters).filter(([, value]) => value !== undefined && value !== ''));
  return query.size > 0 ? `?${query}` : '';
}

/** A search that is neither a mail address nor an order id cannot be asked for. */
export function isSearchable(search: string): boolean {
  return isOrderId(search) || /^[^\s@]+@[^\s@]+$/.test(search);
}

/** Days become the times at which they begin and end where the reader is. */
export function apiFilters({ state, search, from, to }: OrderFilters) {
  return {
    ...(state && { state }),
    ...(search && (isOrderId(search) ? { orderId: search } : { email: search })),
    ...(from && { placedFrom: new Date(`${from}T00:00:00.000`).toISOString() }),
    ...(to && { placedTo: new Date(`${to}T23:59:59.999`).toISOString() }),
  };
}

function isOrderId(search: string): boolean {
  return /^ord_[a-z2-7]{26}$/.test(search);
}
