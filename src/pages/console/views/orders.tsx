// The orders of all customers: filters that stand in the url, and pages by cursor.

import { Badge } from '../../shared/badge';
import { Money } from '../../shared/money';
import { When } from '../../shared/when';
import { apiFilters, filterQuery, filtersIn, type OrderFilters } from '../models/order-filters';
import { orderStateWords } from '../models/state-words';
import { useConsole } from '../parts/console-context';
import { Loading } from '../parts/loading';
import { OrderFilterForm } from '../parts/order-filter-form';
import { OrderId } from '../parts/order-id';
import { useLoaded } from '../parts/use-loaded';
import type { AllOrders, OrderSnapshot } from '../schemas';

const everyMs = 30_000;
const pageSize = 25;

export function OrdersView({ query }: { query: URLSearchParams }) {
  const { api } = useConsole();
  const filters = filtersIn(query);
  const cursor = query.get('cursor') ?? undefined;
  const loaded = useLoaded(
    (signal) => api.orders({ ...apiFilters(filters), limit: pageSize, ...(cursor && { cursor }) }, signal),
    query.toString(),
    everyMs,
  );
  return (
    <>
      <h1>Orders</h1>
      <OrderFilterForm filters={filters} />
      <Loading loaded={loaded}>{(page) => <OrderPage page={page} filters={filters} isFirst={!cursor} />}</Loading>
    </>
  );
}

function OrderPage({ page, filters, isFirst }: { page: AllOrders; filters: OrderFilters; isFirst: boolean }) {
  const query = filterQuery(filters);
  const older = page.cursor && `#/orders${query}${query ? '&' : '?'}cursor=${encodeURIComponent(page.cursor)}`;
  return (
    <>
      {page.orders.length === 0 ? (
        <p class="card quiet">{query ? 'No order matches. Change or remove a filter.' : 'There are no orders yet.'}</p>
      ) : (
        <ul class="card rows">
          {page.orders.map((order) => (
            <OrderRow key={order.orderId} order={order} />
          ))}
        </ul>
      )}
      <nav class="pager" aria-label="Pages">
        {!isFirst && (
          <a class="button" href={`#/orders${query}`}>
            Newest orders
          </a>
        )}
        {older && (
          <a class="button" href={older}>
            Older orders
          </a>
        )}
      </nav>
    </>
  );
}

function OrderRow({ order: { orderId, state, total, createdAt } }: { order: OrderSnapshot }) {
  return (
    <li>
      <a class="row order-row" href={`#/orders/${orderId}`}>
        <span class="row-id">
          <OrderId orderId={orderId} />
        </span>
        <span class="row-when">
          <When at={createdAt} />
        </span>
        <span class="row-state">
          <Badge {...orderStateWords[state]} />
        </span>
        <span class="row-money">
          <Money value={total} />
        </span>
      </a>
    </li>
  );
}
