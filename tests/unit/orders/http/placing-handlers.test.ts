// Placing an order over HTTP: status, body, headers and problem codes.

import { aCheckout, euros } from '../../../helpers/order-builders';
import { aGuestWithCart } from './a-guest';

describe('POST /orders', () => {
  it('answers 202 with the order’s id, state, total and place', async () => {
    const { place } = await aGuestWithCart();
    const { status, body, headers } = await place();
    expect({ status, body }).toEqual({
      status: 202,
      body: { orderId: expect.stringMatching(/^ord_[a-z2-7]{26}$/), state: 'placed', total: euros(2800) },
    });
    expect(headers.get('location')).toBe(`/api/orders/${(body as { orderId: string }).orderId}`);
  });

  it('demands an Idempotency-Key', async () => {
    const { ask } = await aGuestWithCart();
    expect(await ask('placeOrder', { body: aCheckout() })).toMatchObject({
      status: 400,
      body: { code: 'REQUEST.KEY_REQUIRED' },
    });
  });

  it.each([
    ['an unknown field', { ...aCheckout(), coupon: 'x' }, ''],
    ['no address', { ...aCheckout(), shippingAddress: undefined }, 'shippingAddress'],
    [
      'a country that is no code',
      { ...aCheckout(), shippingAddress: { ...aCheckout().shippingAddress, country: 'Germany' } },
      'shippingAddress.country',
    ],
    [
      'a name of two lines',
      { ...aCheckout(), shippingAddress: { ...aCheckout().shippingAddress, name: 'A\nBcc: x' } },
      'shippingAddress.name',
    ],
    ['a mail address that is none', { ...aCheckout(), email: 'ada' }, 'email'],
    ['half a cent', { ...aCheckout(), expectedTotal: { amount: 0.5, currency: 'EUR' } }, 'expectedTotal.amount'],
    ['a token with spaces', { ...aCheckout(), payment: { token: 'a b' } }, 'payment.token'],
  ])('answers 400 to %s and names the field', async (_case, body, field) => {
    const { place } = await aGuestWithCart();
    const answer = await place('key-1', body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'REQUEST.INVALID' } });
    expect(JSON.stringify(answer.body)).toContain(field);
  });

  it.each([
    ['another total than expected', 409, 'ORDER.PRICE_CHANGED', aCheckout({ expectedTotal: euros(1) })],
    ['text that is not JSON', 400, 'REQUEST.MALFORMED', '{'],
  ])('answers %s with %d', async (_case, status, code, body) => {
    const { place } = await aGuestWithCart();
    expect(await place('key-1', body)).toMatchObject({ status, body: { code } });
  });

  it('answers one of ten keys for one cart with 202, and the others with 409 and the place of the order', async () => {
    const { place } = await aGuestWithCart();
    const answers = await Promise.all(Array.from({ length: 10 }, (_, n) => place(`key-${n}`)));
    const [placed] = answers.filter(({ status }) => status === 202);
    const others = answers.filter(({ status }) => status !== 202);
    expect(others).toHaveLength(9);
    const location = placed?.headers.get('location');
    expect(location).toMatch(/^\/api\/orders\/ord_/);
    for (const { status, body, headers } of others) {
      expect({ status, body }).toMatchObject({ status: 409, body: { code: 'CART.CHECKED_OUT' } });
      expect(headers.get('location')).toBe(location);
    }
  });

  it('answers 412 to another version of the cart than If-Match names, and buys nothing', async () => {
    const { shop, ask } = await aGuestWithCart();
    const headers = { 'idempotency-key': 'key-1', 'if-match': '"999"' };
    expect(await ask('placeOrder', { body: aCheckout(), headers })).toMatchObject({
      status: 412,
      body: { code: 'REQUEST.PRECONDITION_FAILED' },
    });
    expect(shop.orders.all()).toEqual([]);
  });

  it('answers 422 to another checkout under a known key', async () => {
    const { place } = await aGuestWithCart();
    await place();
    expect(await place('key-1', aCheckout({ email: 'eve@example.com' }))).toMatchObject({
      status: 422,
      body: { code: 'REQUEST.KEY_REUSED' },
    });
  });
});
