// The filters of the list of orders: what is entered goes into the url, and the url decides what is shown.

import { useEffect, useState } from 'preact/hooks';
import { Field } from '../../shared/field';
import { filterQuery, filtersIn, isSearchable, type OrderFilters } from '../models/order-filters';
import { orderStates, orderStateWords } from '../models/state-words';
import type { OrderState } from '../schemas';

export function OrderFilterForm({ filters }: { filters: OrderFilters }) {
  const [draft, setDraft] = useState(filters);
  const [error, setError] = useState<string>();
  const query = filterQuery(filters);
  useEffect(() => setDraft(filtersIn(new URLSearchParams(query))), [query]);
  const set = (change: Partial<OrderFilters>) => {
    setError(undefined);
    setDraft({ ...draft, ...change });
  };
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
        <StateSelect
          value={draft.state}
          onChange={(state) => {
            const { state: _, ...others } = draft;
            setDraft({ ...others, ...(state && { state }) });
          }}
        />
        <Field label="Placed from" type="date" value={draft.from ?? ''} onInput={(from) => set({ from })} />
        <Field label="Placed until" type="date" value={draft.to ?? ''} onInput={(to) => set({ to })} />
        <div class="filter-buttons">
          <button type="submit" class="button primary">
            Show
          </button>
          {query !== '' && (
            <a class="button" href="#/orders">
              Show all
            </a>
          )}
        </div>
      </form>
    </search>
  );
}

interface StateSelectProps {
  value: OrderState | undefined;
  onChange: (value: OrderState | undefined) => void;
}

function StateSelect({ value, onChange }: StateSelectProps) {
  return (
    <label class="field filter-wide">
      <span>State</span>
      <select
        value={value ?? ''}
        onChange={({ currentTarget }) => onChange(orderStates.find((state) => state === currentTarget.value))}
      >
        <option value="">All</option>
        {orderStates.map((state) => (
          <option key={state} value={state}>
            {orderStateWords[state].text}
          </option>
        ))}
      </select>
    </label>
  );
}
