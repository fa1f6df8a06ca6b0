// The filters of the list of orders in the url, and the views of the console.

import { apiFilters, filterQuery, filtersIn, isSearchable } from '../../../../src/pages/console/models/order-filters';
import { viewAt, viewTitle } from '../../../../src/pages/console/models/routes';
import { orderIdOf } from './builders';

describe('filters', () => {
  it('survive the way through the url', () => {
    const filters = {
      state: 'captured',
      search: 'ada+shop@example.com',
      from: '2026-03-01',
      to: '2026-03-31',
    } as const;
    expect(filtersIn(new URLSearchParams(filterQuery(filters)))).toEqual(filters);
    expect(filterQuery({})).toBe('');
  });

  it('that make no sense are left out', () => {
    expect(filtersIn(new URLSearchParams('state=lost&search=+&from=yesterday&cursor=x'))).toEqual({});
  });

  it('ask for a mail address or for an order, whichever was typed', () => {
    expect(apiFilters({ search: 'ada@example.com' })).toEqual({ email: 'ada@example.com' });
    expect(apiFilters({ search: orderIdOf('a') })).toEqual({ orderId: orderIdOf('a') });
    expect(['ada@example.com', orderIdOf('a'), 'ada', 'ord_1', ''].map(isSearchable)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  it('by day begin and end where the reader is', () => {
    const { placedFrom = '', placedTo = '' } = apiFilters({ from: '2026-03-01', to: '2026-03-01' });
    expect(Date.parse(placedTo) - Date.parse(placedFrom)).toBe(86_400_000 - 1);
    expect(new Date(placedFrom).getHours()).toBe(0);
  });
});

describe('views', () => {
  it.each([
    ['', { name: 'today' }],
    ['#/', { name: 'today' }],
    [`#/orders/${orderIdOf('a')}`, { name: 'order', orderId: orderIdOf('a') }],
    ['#/products/enamel-mug', { name: 'product', sku: 'enamel-mug' }],
    ['#/products', { name: 'products' }],
    ['#/parcels', { name: 'parcels' }],
    ['#/parcels?warehouse=berlin', { name: 'parcels', warehouse: 'berlin' }],
    ['#/carts', { name: 'carts' }],
    ['#/messages', { name: 'messages' }],
    ['#/somewhere', { name: 'unknown' }],
    ['#/carts/%E0%A4%A', { name: 'unknown' }],
  ])('%s is %j', (hash, view) => {
    expect(viewAt(hash)).toEqual(view);
  });

  it('have a name for the title of the window', () => {
    expect(
      ['#/', `#/orders/${orderIdOf('a')}`, '#/products/mug', '#/lost'].map((hash) => viewTitle(viewAt(hash))),
    ).toEqual(['Today', `Order ${orderIdOf('a')}`, 'mug', 'No such page']);
  });

  it('keep the query of a list', () => {
    const view = viewAt('#/orders?state=captured');
    expect(view.name === 'orders' && view.query.get('state')).toBe('captured');
  });
});
