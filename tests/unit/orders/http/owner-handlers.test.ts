// Every customer's orders over HTTP: the newest first, by state, in pages that neither repeat nor leave out any.

import { makeOwnerHandlers } from '../../../../src/orders/http/owner-handlers';
import type { OwnerOrderJson } from '../../../../src/orders/http/owner-order-json';
import type { Order } from '../../../../src/orders/order';
import { recordRefundEnd } from '../../../../src/orders/refund-end';
import { requestRefund } from '../../../../src/orders/refunds';
import { recordStep } from '../../../../src/orders/timeline';
import { anOrderOf, fakeAllOrders, glanceOf } from '../../../helpers/all-orders';
import { makeFakeOrderStore } from '../../../helpers/fake-orders';
import { call } from '../../../helpers/http';
import { broughtTo } from '../../../helpers/order-builders';

interface Page {
  orders: { orderId: string }[];
  cursor?: string;
}

const daysOld = (days: number) => new Date(Date.UTC(2026, 2, 30 - days)).toISOString();

/** Customers in another order than that of their orders' ages; the state is refused for each third. */
const ages = [7, 2, 19, 0, 11, 5, 23, 14, 3, 17, 9, 20, 1];
const orders = ages.map((age, n) =>
  anOrderOf(n, { createdAt: daysOld(age), state: n % 3 === 0 ? 'refused' : 'delivered' }),
);
const newestFirst = (some: Order[]) =>
  some.toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1)).map(({ orderId }) => orderId);

const handlersOf = (of: readonly Order[]) =>
  makeOwnerHandlers({
    allOrders: fakeAllOrders(of),
    orders: makeFakeOrderStore([...of]),
    deliveryOverdueAfterMs: 14 * 86_400_000,
    now: () => new Date(daysOld(0)),
  });

const list = (query = '', of: readonly Order[] = orders) => call(handlersOf(of).listAllOrders, { query });

async function pagesOf(query: string): Promise<Page[]> {
  const pages: Page[] = [];
  for (let next: string | undefined = ''; next !== undefined; ) {
    const page: Page = (await list(`${query}${next}`)).body as Page;
    pages.push(page);
    next = page.cursor === undefined ? undefined : `&cursor=${page.cursor}`;
  }
  return pages;
}

const idsOf = (pages: Page[]) => pages.map((page) => page.orders.map(({ orderId }) => orderId));

it('tells of each order whose it is, how far it has come and since when', async () => {
  const [order] = orders;
  if (!order) throw new Error('There are orders.');
  const answer = await list('', [order]);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.body).toEqual({ orders: [glanceOf(order)] });
});

it.each([1, 2, 4, 12, 13])('gives all orders once, the newest first, in pages of %i', async (limit) => {
  const pages = idsOf(await pagesOf(`?limit=${limit}`));
  expect(pages.flat()).toEqual(newestFirst(orders));
  expect(pages.map((page) => page.length).slice(0, -1)).toEqual(pages.slice(1).map(() => limit));
});

it('gives those in one state', async () => {
  const pages = await pagesOf('?state=refused&limit=2');
  expect(idsOf(pages).flat()).toEqual(newestFirst(orders.filter(({ state }) => state === 'refused')));
  expect(pages).toHaveLength(3);
});

it('tells orders of the same moment apart', async () => {
  const together = [0, 1, 2].map((n) => anOrderOf(n, { createdAt: daysOld(1) }));
  const first = (await list('?limit=2', together)).body as Page;
  const second = (await list(`?limit=2&cursor=${first.cursor}`, together)).body as Page;
  expect(idsOf([first, second]).flat().sort()).toEqual(newestFirst(together).sort());
});

it('goes on where it was when an order is placed meanwhile', async () => {
  const first = (await list('?limit=3')).body as Page;
  const more = [...orders, anOrderOf(20, { createdAt: daysOld(-1) })];
  const second = (await list(`?limit=3&cursor=${first.cursor}`, more)).body as Page;
  expect(idsOf([first, second]).flat()).toEqual(newestFirst(orders).slice(0, 6));
});

it.each([
  ['?state=lost', 'state'],
  ['?limit=0', 'limit'],
  ['?limit=101', 'limit'],
  ['?limit=ten', 'limit'],
  ['?cursor=made-up', 'cursor'],
  ['?status=refused', 'status'],
  ['?mail=ada@example.com', 'mail'],
  ['?email=ada', 'email'],
  ['?orderId=ord_1', 'orderId'],
  ['?placedFrom=yesterday', 'placedFrom'],
  ['?placedTo=2026-02-30T00:00:00Z', 'placedTo'],
])('refuses %s and names the field', async (query, field) => {
  expect(await list(query)).toMatchObject({
    status: 400,
    body: { code: 'REQUEST.INVALID', errors: [expect.objectContaining({ path: field })] },
  });
});

describe('filters', () => {
  const ids = async (query: string, of = orders) => idsOf([(await list(query, of)).body as Page]).flat();

  it('finds the orders of a mail address in any case', async () => {
    const [first, second] = [anOrderOf(0, { email: 'Grace@Example.com' }), anOrderOf(1)];
    expect(await ids('?email=grace@example.com', [first, second])).toEqual([first.orderId]);
  });

  it('finds one order by its id', async () => {
    expect(await ids(`?orderId=${orders[4]?.orderId}`)).toEqual([orders[4]?.orderId]);
    expect(await ids(`?orderId=ord_${'z'.repeat(26)}`)).toEqual([]);
  });

  it('finds those placed from one time to another, both included, whatever the offset', async () => {
    const wanted = newestFirst(orders.filter(({ createdAt }) => createdAt >= daysOld(11) && createdAt <= daysOld(3)));
    expect(wanted).toHaveLength(5);
    expect(await ids(`?placedFrom=${daysOld(11)}&placedTo=${daysOld(3)}`)).toEqual(wanted);
    expect(await ids(`?placedFrom=2026-03-19T02:00:00%2B02:00&placedTo=${daysOld(3)}`)).toEqual(wanted);
  });

  it('combines filters, and ignores a function key in the query', async () => {
    const refused = orders.filter(({ state, createdAt }) => state === 'refused' && createdAt >= daysOld(10));
    expect(await ids(`?state=refused&placedFrom=${daysOld(10)}`)).toEqual(newestFirst(refused));
  });
});

describe('one order', () => {
  const read = (orderId: string, of: readonly Order[], query = '') =>
    call(handlersOf(of).getAnyOrder, { params: { orderId }, query });
  const at = (minute: number) => `2026-03-01T12:0${minute}:00.000Z`;
  const paid = broughtTo('captured', anOrderOf(0));

  it('does not show what gives access to the payment', async () => {
    const action = { type: 'redirect', url: 'https://bank.example/', clientSecret: 'pi_1_secret_1' } as const;
    const waiting: Order = { ...broughtTo('reserved', anOrderOf(0)), state: 'awaitingPayment', paymentAction: action };
    const answer = await read(waiting.orderId, [waiting]);
    expect(answer.body).toMatchObject({ state: 'awaitingPayment' });
    expect(JSON.stringify(answer.body)).not.toMatch(/secret|bank/);
  });

  it('shows everything but the payment token', async () => {
    const approval = { decision: 'approve', reason: 'a good customer', by: 'owner', at: at(1) } as const;
    const order: Order = {
      ...paid,
      approval,
      shipments: [{ shipmentId: 'shp_1', warehouse: 'north', state: 'dispatched' }],
      timeline: [...paid.timeline, { at: at(2), state: 'captured', step: 'mail', detail: 'no such box' }],
      payments: [{ operation: 'capture', paymentId: 'pay_1', amount: paid.total, at: at(3) }],
    };
    const answer = await read(order.orderId, [anOrderOf(1), order]);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('etag')).toBe(`"${order.version}"`);
    const { paymentToken: _token, checkoutHash: _hash, payments: _payments, ...shown } = order;
    const shipments = order.shipments.map((shipment) => ({ ...shipment, overdue: true }));
    expect(answer.body).toEqual({ ...shown, shipments, payments: expect.anything() });
    expect(JSON.stringify(answer.body)).not.toContain('tok_ok');
  });

  it('shows nothing else that earlier versions stored in a timeline', async () => {
    const remark = { at: at(2), state: 'captured', step: 'mail', reason: 'MAIL.FAILED' } as const;
    const { customerId, orderId } = paid;
    const answer = await read(orderId, [
      { ...paid, timeline: [...paid.timeline, { ...remark, ...{ customerId, orderId } }] },
    ]);
    expect((answer.body as OwnerOrderJson).timeline.at(-1)).toEqual(remark);
  });

  it.each([
    ['two weeks after its own dispatch', 'dispatched', 14, true],
    ['less than two weeks after its own dispatch', 'dispatched', 13, false],
    ['once it has arrived', 'delivered', 15, false],
  ] as const)('tells whether a parcel is overdue: %s', async (_when, state, days, overdue) => {
    const other = { shipmentId: 'shp_1', warehouse: 'north', state: 'delivered', dispatchedAt: daysOld(20) } as const;
    const parcel = { shipmentId: 'shp_2', warehouse: 'south', state, dispatchedAt: daysOld(days) };
    const order = { ...broughtTo('shipped', paid), shipments: [other, parcel], updatedAt: daysOld(1) };
    expect((await read(order.orderId, [order])).body).toMatchObject({
      shipments: [
        { ...other, overdue: false },
        { ...parcel, overdue },
      ],
    });
  });

  it('tells what was authorized, captured and refunded, with the ids of the provider', async () => {
    const [authorized, captured] = [
      { operation: 'authorize', paymentId: 'pay_1', amount: paid.total, at: at(1) },
      { operation: 'capture', paymentId: 'pay_1', amount: paid.total, at: at(2) },
    ] as const;
    const delivered = broughtTo('delivered', { ...paid, payments: [authorized, captured] });
    const asked: Order = { ...delivered, refund: { restock: false, reason: 'broken', at: at(8) } };
    const refunded = recordStep(asked, { at: at(9), state: 'refunded', step: 'refundOrder' });
    expect((await read(refunded.orderId, [refunded])).body).toMatchObject({
      payments: [authorized, captured, { ...captured, operation: 'refund', at: at(9) }],
    });
  });

  it('tells what each refund was about', async () => {
    const amounts = [300, 1250];
    const order = amounts.reduce(
      (soFar, _amount, index) => {
        const [sku, minute] = [index === 0 ? 'elm' : 'oak', 3 + 2 * index];
        const asked = requestRefund(soFar, {
          lines: [{ sku, quantity: 1 }],
          restock: false,
          reason: 'broken',
          at: at(minute),
        });
        return recordRefundEnd(asked, index + 1, { at: at(minute + 1), outcome: 'refunded', detail: '' });
      },
      broughtTo('delivered', paid),
    );
    expect((await read(order.orderId, [order])).body).toMatchObject({
      payments: [
        { operation: 'authorize' },
        { operation: 'capture' },
        ...amounts.map((amount, index) => ({
          operation: 'refund',
          amount: { amount, currency: 'EUR' },
          at: at(4 + 2 * index),
        })),
      ],
    });
  });

  it('tells that an authorization was released when the order was cancelled', async () => {
    const cancelled = broughtTo('cancelled', broughtTo('authorized', anOrderOf(0)));
    const { body } = await read(cancelled.orderId, [cancelled]);
    expect(body).toMatchObject({
      payments: [{ operation: 'authorize' }, { operation: 'void', amount: cancelled.total }],
    });
  });

  it.each([`ord_${'z'.repeat(26)}`, 'nonsense', 'ord_'])('knows nothing of %s', async (orderId) => {
    expect(await read(orderId, orders)).toMatchObject({ status: 404, body: { code: 'ORDER.NOT_FOUND' } });
  });

  it('refuses a parameter that it does not know', async () => {
    expect(await read(paid.orderId, [paid], '?expand=all')).toMatchObject({ status: 400 });
  });
});
