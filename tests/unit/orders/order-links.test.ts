// The signed link to one order: valid for this order only, and across a change of the secret.

import { makeOrderLinks } from '../../../src/orders/order-links';
import { makeGuestCookie } from '../../../src/shared/http/guest-cookie';
import { orderId } from '../../helpers/order-builders';

const [first, second] = ['f'.repeat(32), 's'.repeat(32)];
const shopUrl = 'https://shop.example';
const accessOf = (link: string) => new URL(link).searchParams.get('access') ?? '';

it('is an url of the shop that leads to the order', () => {
  const link = new URL(makeOrderLinks({ secret: first, shopUrl }).linkTo(orderId));
  expect(`${link.origin}${link.pathname}`).toBe(`${shopUrl}/api/orders/${orderId}`);
});

it('is valid for this order only', () => {
  const links = makeOrderLinks({ secret: first, shopUrl });
  const access = accessOf(links.linkTo(orderId));
  expect(links.isValid(orderId, access)).toBe(true);
  expect(links.isValid(`ord_${'b'.repeat(26)}`, access)).toBe(false);
  expect(links.isValid(orderId, `${access}A`)).toBe(false);
  expect(links.isValid(orderId, '')).toBe(false);
});

it('stays valid while its secret is the previous one', () => {
  const access = accessOf(makeOrderLinks({ secret: first, shopUrl }).linkTo(orderId));
  expect(makeOrderLinks({ secret: second, previousSecret: first, shopUrl }).isValid(orderId, access)).toBe(true);
  expect(makeOrderLinks({ secret: second, shopUrl }).isValid(orderId, access)).toBe(false);
});

it('cannot be made of the signature of a cookie', () => {
  const { value } = makeGuestCookie({ secret: first, secureCookies: false }).issue(orderId);
  expect(makeOrderLinks({ secret: first, shopUrl }).isValid(orderId, value.split('.')[1] ?? '')).toBe(false);
});
