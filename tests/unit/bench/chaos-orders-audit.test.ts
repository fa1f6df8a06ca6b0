// The audit of the chaos run: consistent records pass, and each kind of damage is reported.

import { unexpectedRecords } from '../../../bench/chaos-orders/audit';
import { auditCarts } from '../../../bench/chaos-orders/audit-carts';
import { auditOrder } from '../../../bench/chaos-orders/audit-order';
import type { Placed } from '../../../bench/chaos-orders/buy';
import { expectedOf } from '../../../bench/chaos-orders/expected';
import type { OrderKind } from '../../../bench/chaos-orders/order-kinds';
import type { Order, OrderRefund, OrderShipment, OrderState, TimelineEntry } from '../../../client/api-types';
import type { Books } from '../../../scripts/faults/read-books';

const orderId = 'ord_one';

const unread = () => Promise.reject(new Error('is not read'));

function aPlaced(kind: OrderKind, cancelled = false): Placed & { orderId: string } {
  const lines = [
    { sku: 'mug', quantity: 2 },
    { sku: 'lamp', quantity: 1 },
  ];
  const plan = {
    name: `o1 ${kind}`,
    kind,
    token: 'tok_ok',
    lines,
    postalCode: '10115',
    startAfterMs: 0,
    actAfterMs: 0,
  };
  return { plan, orderId, total: 6890, cancelled, look: unread, cart: unread };
}

const aShipment = (shipmentId: string): OrderShipment => ({ shipmentId, state: 'delivered', lines: [] });

function anOrder(state: OrderState, changes: Partial<Order> = {}): Order {
  const shipments = ['shp_a', 'shp_b'].map(aShipment);
  const timeline = ['placeOrder', 'deliverShipments'].map((step) => ({ at: '', state, step }));
  const total = { amount: 6890, currency: 'EUR' };
  const shippingAddress = { name: '', street: '', postalCode: '', city: '', country: '' };
  const rest = { lines: [], refunds: [], total, email: '', shippingAddress, createdAt: '', updatedAt: '' };
  return { orderId, state, shipments, timeline, ...rest, ...changes };
}

const moved = (kind: 'authorize' | 'capture' | 'void' | 'refund', amount = 6890) =>
  ({ orderId, kind, outcome: 'accepted', amount }) as const;
const parcel = (shipmentId: string) =>
  ({ partitionKey: orderId, rowKey: `${orderId}:${shipmentId}`, shipmentId, state: 'delivered' }) as const;
const mail = (event: string) => ({ orderId, event, rewritten: false });

function theBooks(changes: Partial<Books> = {}): Books {
  return {
    orders: [orderId],
    payments: [moved('authorize'), moved('capture')],
    shipments: [parcel('shp_a'), parcel('shp_b')],
    mails: ['confirmed', 'shipped', 'delivered'].map(mail),
    launches: [],
    ...changes,
  };
}

const delivered = (books: Partial<Books> = {}, changes: Partial<Order> = {}) =>
  auditOrder(aPlaced('plain'), anOrder('delivered', changes), theBooks(books));

it('passes an order whose records agree', () => {
  expect(delivered()).toEqual([]);
});

const damages: [string, string[], RegExp][] = [
  [
    'a double capture',
    delivered({ payments: [moved('authorize'), moved('capture'), moved('capture')] }),
    /captured is \[6890, 6890\]/,
  ],
  ['a capture that is missing', delivered({ payments: [moved('authorize')] }), /captured is \[\]/],
  [
    'another sum',
    delivered({ payments: [moved('authorize'), moved('capture', 1)] }),
    /captured is \[1\] of a total of 6890/,
  ],
  [
    'money given back without reason',
    delivered({ payments: [moved('authorize'), moved('capture'), moved('refund')] }),
    /refunded is \[6890\]/,
  ],
  [
    'a double shipment',
    delivered({ shipments: ['shp_a', 'shp_b', 'shp_c'].map(parcel) }),
    /3 active parcels, expected 2/,
  ],
  [
    'a parcel that the order does not know',
    delivered({ shipments: ['shp_a', 'shp_x'].map(parcel) }),
    /the carrier has \[shp_a,shp_x\]/,
  ],
  [
    'a mail that was written twice',
    delivered({ mails: [mail('confirmed'), mail('shipped'), { ...mail('delivered'), rewritten: true }] }),
    /the mail delivered twice/,
  ],
  [
    'a mail too many',
    delivered({ mails: ['confirmed', 'shipped', 'delivered', 'refused'].map(mail) }),
    /the mails \[confirmed,delivered,refused,shipped\]/,
  ],
  ['an order that stands still', delivered({}, { state: 'shipped' }), /is shipped \(undefined\), expected delivered/],
  [
    'a repeated step',
    delivered({}, { timeline: [1, 2].map(() => ({ at: '', state: 'delivered', step: 'same' })) }),
    /has repeated steps: same, same/,
  ],
];

it.each(damages)('reports %s', (_what, problems, told) => {
  expect(problems.join('\n')).toMatch(told);
});

const lamp = { sku: 'lamp', quantity: 1 };
const aRefund = (amount: number, lines = [lamp]): OrderRefund => ({
  requestedAt: '',
  amount: { amount, currency: 'EUR' },
  lines,
  state: 'refunded',
});

describe('a parcel that is refunded by lines', () => {
  const books = theBooks({
    payments: [moved('authorize'), moved('capture'), moved('refund', 4_900)],
    mails: ['confirmed', 'delivered', 'refunded'].map(mail),
    shipments: [parcel('shp_a')],
  });
  const withdrawn = { refunds: [aRefund(4_900)], shipments: [aShipment('shp_a')] };
  const audited = (changes: Partial<Order>, other: Partial<Books> = {}) =>
    auditOrder(aPlaced('refundedLines'), anOrder('delivered', changes), { ...books, ...other });

  it('may be withdrawn or arrive', () => {
    expect(audited(withdrawn)).toEqual([]);
    const both = { shipments: [parcel('shp_a'), parcel('shp_b')] };
    expect(audited({ refunds: [aRefund(4_900)] }, both)).toEqual([]);
  });

  it.each<[string, Partial<Order>, Partial<Books>, string]>([
    ['another sum', {}, { payments: [moved('capture'), moved('refund', 1)] }, 'refunded is [1]'],
    ['more than was taken', {}, { payments: [moved('capture', 1), moved('refund', 2)] }, 'gave back 2 of 1'],
    ['a line refunded twice', { refunds: [aRefund(4_900), aRefund(0)] }, {}, 'refunded too many lamp'],
    ['lines for more than the total', { refunds: [aRefund(6_891)] }, {}, 'refunded 6891 of a total of 6890'],
    ['the other parcel missing', { shipments: [] }, { shipments: [] }, 'has 0 active parcels'],
  ])('tells of %s', (_what, changes, other, told) => {
    expect(audited({ ...withdrawn, ...changes }, other).join()).toContain(told);
  });
});

it('requires a void of a cancelled order’s authorization, and no shipment', () => {
  const order = anOrder('cancelled', {
    shipments: [],
    timeline: [{ at: '', state: 'cancelled', step: 'cancelOrder', reason: 'ORDER.CANCELLED' }],
  });
  const books = theBooks({ payments: [moved('authorize'), moved('void')], shipments: [], mails: [mail('cancelled')] });
  expect(auditOrder(aPlaced('cancelled', true), order, books)).toEqual([]);
  expect(auditOrder(aPlaced('cancelled', true), order, { ...books, payments: [moved('authorize')] })).toEqual([
    expect.stringContaining('voided is []'),
  ]);
});

it('allows a missing mail to the owner only if a decision may have come first', () => {
  expect(expectedOf(aPlaced('undecided'), 'awaitingApproval')).toMatchObject({
    mails: [],
    optionalMails: ['approvalRequested'],
    money: 'held',
    units: 'reserved',
  });
  expect(expectedOf(aPlaced('plain'), 'delivered').optionalMails).toEqual([]);
});

describe('an order whose payment the customer has to confirm', () => {
  it('that refused it, or cancelled instead, holds nothing and is not mailed', () => {
    const nothing = { money: 'none', units: 'free', mails: [], optionalMails: [] };
    expect(expectedOf(aPlaced('notConfirmed'), 'refused')).toMatchObject({ state: 'refused', ...nothing });
    expect(expectedOf(aPlaced('cancelledUnpaid', true), 'cancelled')).toMatchObject({ state: 'cancelled', ...nothing });
  });

  it('that left it authorized is found', () => {
    const timeline: TimelineEntry[] = [{ at: '', state: 'refused', step: 'refuseOrder', reason: 'PAYMENT.DECLINED' }];
    const order = anOrder('refused', { shipments: [], timeline });
    const books = theBooks({ payments: [], shipments: [], mails: [] });
    expect(auditOrder(aPlaced('notConfirmed'), order, books)).toEqual([]);
    expect(auditOrder(aPlaced('notConfirmed'), order, { ...books, payments: [moved('authorize')] })).toEqual([
      expect.stringContaining('voided is []'),
    ]);
  });
});

describe('records without an order', () => {
  const left = (books: Partial<Books>) => unexpectedRecords(theBooks(books), new Set([orderId]));

  it('pass if there are none, or only a launch note of a refused checkout', () => {
    expect(left({})).toEqual([]);
    expect(left({ launches: ['ord_refused'] })).toEqual([]);
  });

  it.each<[string, Partial<Books>, string]>([
    ['an order that is not launched', { launches: [orderId] }, `${orderId} has not been launched`],
    ['a refund that is not launched', { launches: [`refund:${orderId}`] }, `refund:${orderId} has not been launched`],
    ['an order that is gone', { orders: [] }, `${orderId} is lost`],
    ['an order of nobody', { orders: [orderId, 'ord_two'] }, 'ord_two has records, but nobody placed it'],
    [
      'a payment without an order',
      { payments: [...theBooks().payments, { ...moved('capture'), orderId: 'ord_two' }] },
      'ord_two has records, but nobody placed it',
    ],
    [
      'a mail without an order',
      { mails: [...theBooks().mails, { ...mail('shipped'), orderId: 'ord_two' }] },
      'ord_two has records, but nobody placed it',
    ],
  ])('reports %s', (_what, books, problem) => expect(left(books)).toContain(problem));
});

it('reports an order that nothing started for over a minute', () => {
  const timeline: TimelineEntry[] = [
    { at: '2026-03-01T12:00:00.000Z', state: 'placed', step: 'placeOrder' },
    { at: '2026-03-01T12:01:05.000Z', state: 'delivered', step: 'deliverShipments' },
  ];
  expect(delivered({}, { timeline })).toEqual([expect.stringContaining('was not started for 65 s')]);
});

describe('the audit of carts', () => {
  const lines = [
    { sku: 'mug', quantity: 2 },
    { sku: 'lamp', quantity: 1 },
  ];
  const auditedCart = (state: OrderState, left: typeof lines) => {
    const cart = async () => ({ lines: left }) as never;
    return auditCarts([{ placed: { ...aPlaced('plain'), cart }, order: anOrder(state) }]);
  };

  it('passes carts that are empty after a sale, and full again without one', async () => {
    expect(await auditedCart('delivered', [])).toEqual([]);
    expect(await auditedCart('refused', lines.toReversed())).toEqual([]);
  });

  it('reports lines that are still there after a sale, that are missing without one, or that came back twice', async () => {
    expect(await auditedCart('delivered', lines)).toHaveLength(1);
    expect(await auditedCart('cancelled', [])).toHaveLength(1);
    expect(await auditedCart('refused', [{ sku: 'mug', quantity: 4 }])).toHaveLength(1);
  });
});
