// What an order is: its id, its digest, its prices and its parcels.

import { orderJson } from '../../../src/orders/http/order-json';
import { checkoutHashOf, orderIdOf, orderIdPattern } from '../../../src/orders/order';
import { parcelReference, parcelReferencePattern, parcelsOf } from '../../../src/orders/parcels';
import { priceLines } from '../../../src/orders/placing/pricing';
import { aCheckout, aLine, anOrder, customerId, euros, orderId } from '../../helpers/order-builders';

describe('the id of an order', () => {
  it('is the same for the same customer and key, and fit for a url', () => {
    expect(orderIdOf(customerId, 'key-1')).toBe(orderIdOf(customerId, 'key-1'));
    expect(orderIdOf(customerId, 'key-1')).toMatch(orderIdPattern);
  });

  it('differs by customer and by key, however they are joined', () => {
    const ids = [orderIdOf('cus_a', 'b'), orderIdOf('cus_', 'ab'), orderIdOf('cus_a', 'c'), orderIdOf('cus_b', 'b')];
    expect(new Set(ids).size).toBe(4);
  });
});

describe('the digest of a checkout', () => {
  it('does not depend on the order of members', () => {
    const { payment, email, shippingAddress, expectedTotal } = aCheckout();
    const address = Object.fromEntries(Object.entries(shippingAddress).reverse()) as typeof shippingAddress;
    expect(checkoutHashOf({ expectedTotal, shippingAddress: address, email, payment })).toBe(
      checkoutHashOf(aCheckout()),
    );
  });

  it.each([
    ['the token', { payment: { token: 'tok_slow' } }],
    ['the email', { email: 'eve@example.com' }],
    ['the address', { shippingAddress: { ...aCheckout().shippingAddress, city: 'Bern' } }],
    ['the total', { expectedTotal: euros(1) }],
  ])('depends on %s', (_what, changes) => {
    expect(checkoutHashOf(aCheckout(changes))).not.toBe(checkoutHashOf(aCheckout()));
  });
});

describe('pricing', () => {
  const products = [
    { sku: 'oak', name: 'Oak', price: euros(1250), warehouse: 'north' },
    { sku: 'elm', name: 'Elm', price: euros(300), warehouse: 'south' },
  ];

  it('takes name, price and warehouse from the catalog and adds up', () => {
    const wanted = [
      { sku: 'elm', quantity: 3 },
      { sku: 'oak', quantity: 2 },
    ];
    expect(priceLines(wanted, products)).toEqual({
      ok: true,
      lines: [
        { sku: 'elm', name: 'Elm', quantity: 3, unitPrice: euros(300), total: euros(900), warehouse: 'south' },
        { sku: 'oak', name: 'Oak', quantity: 2, unitPrice: euros(1250), total: euros(2500), warehouse: 'north' },
      ],
      total: euros(3400),
    });
  });

  it('names every product that the catalog does not have', () => {
    const wanted = ['oak', 'ash', 'yew'].map((sku) => ({ sku, quantity: 1 }));
    expect(priceLines(wanted, products)).toEqual({ ok: false, unknown: ['ash', 'yew'] });
  });
});

describe('parcels', () => {
  it('gather what lies in one warehouse', () => {
    const lines = [aLine('oak', 1, 1, 'north'), aLine('elm', 2, 1, 'south'), aLine('ash', 3, 1, 'north')];
    expect(parcelsOf(lines)).toEqual([
      {
        warehouse: 'north',
        lines: [
          { sku: 'oak', quantity: 1 },
          { sku: 'ash', quantity: 3 },
        ],
      },
      { warehouse: 'south', lines: [{ sku: 'elm', quantity: 2 }] },
    ]);
  });

  it.each(['north', 'Hall 7', 'a/b', 'a\\b', 'a#b?c', 'Köln', 'a_b', '🚚'])(
    'have a reference that may be an instance id and a table key, also for warehouse %p',
    (warehouse) => {
      expect(parcelReference(orderId, warehouse)).toMatch(parcelReferencePattern);
    },
  );

  it('of different warehouses never share a reference', () => {
    const names = ['a b', 'a_b', 'a_20_b', 'a/b', 'a-b', 'ab'];
    expect(new Set(names.map((name) => parcelReference(orderId, name))).size).toBe(names.length);
  });
});

describe('an order as its owner sees it', () => {
  const order = anOrder({
    state: 'refused',
    shipments: [{ shipmentId: 'shp_1', warehouse: 'south', state: 'created' }],
    timeline: [{ at: 'then', state: 'refused', step: 'refuseOrder', reason: 'PAYMENT.DECLINED', detail: 'internal' }],
  });
  const shown = orderJson(order);

  it('shows each shipment with its lines, and the reason of a refusal', () => {
    expect(shown.shipments).toMatchObject([{ shipmentId: 'shp_1', state: 'created', lines: [{ sku: 'elm' }] }]);
    expect(shown.timeline).toEqual([{ at: 'then', state: 'refused', step: 'refuseOrder', reason: 'PAYMENT.DECLINED' }]);
  });

  it('says nothing of payment tokens, warehouses, customer ids and inner details', () => {
    expect(JSON.stringify(shown)).not.toMatch(/tok_|warehouse|north|cus_|internal|checkoutHash/);
  });
});
