// The orders of all customers: filters that stand in the url, and pages by cursor.

import { useState } from 'preact/hooks';
import { Badge } from '../kit/badge';
import { Field } from '../kit/field';
import { Money } from '../kit/money';
import { When } from '../kit/when';
import { apiFilters, filterQuery, filtersIn, isSearchable, type OrderFilters } from '../models/order-filters';
import { orderStates, orderStateWords } from '../models/state-words';
import { useConsole } from '../parts/console-context';
import { Loading } from '../parts/loading';
import { OrderId } from '../parts/order-id';
import { useLoaded } from '../parts/use-loaded';
import type { AllOrders, OrderSnapshot, OrderState } from '../schemas';

const everyMs = 15_000;
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
      <FilterForm key={query.toString()} filters={filters} />
      <Loading loaded={loaded}>{(page) => <OrderPage page={page} filters={filters} isFirst={!cursor} />}</Loading>
    </>
  );
}

function FilterForm({ filters }: { filters: OrderFilters }) {
  const [draft, setDraft] = useState(filters);
  const [error, setError] = useState<string>();
  const set = (change: Partial<OrderFilters>) => setDraft({ ...draft, ...change });
  function submit(event: SubmitEvent) {
    event.preventDefault();
    const search = draft.search?.trim();
    if (search && !isSearchable(search)) {
      setError('Enter a whole mail address, or an order id such as ord_dmzvyrb5oa55g2dvvxgvv2tcpq.');
      return;
    }
    location.hash = `#/orders${filterQuery({ ...draft, ...(search !== undefined && { search }) })}`;
  }
  return (
    <search>
      <form class="card filters" onSubmit={submit} noValidate>
        <div class="filter-wide">
          <Field
            label="Mail address or order id"
            type="search"
            value={draft.search ?? ''}
            onInput={(search) => set({ search })}
            autoComplete="off"
            {...(error && { error })}
          />
        </div>
        <label class="field filter-wide">
          <span>State</span>
          <select
            value={draft.state ?? ''}
            onChange={({ currentTarget: { value } }) => {
              const { state: _, ...others } = draft;
              setDraft(value === '' ? others : { ...others, state: value as OrderState });
            }}
          >
            <option value="">All</option>
            {orderStates.map((state) => (
              <option key={state} value={state}>
                {orderStateWords[state].text}
              </option>
            ))}
          </select>
        </label>
        <Field label="Placed from" type="date" value={draft.from ?? ''} onInput={(from) => set({ from })} />
        <Field label="Placed until" type="date" value={draft.to ?? ''} onInput={(to) => set({ to })} />
        <div class="filter-buttons">
          <button type="submit" class="button primary">
            Show
          </button>
          {filterQuery(filters) !== '' && (
            <a class="button" href="#/orders">
              Show all
            </a>
          )}
        </div>
      </form>
    </search>
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
