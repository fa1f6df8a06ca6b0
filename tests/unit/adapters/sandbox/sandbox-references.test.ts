// The reference of a sandbox payment in the url of its page: only this app can make one.

import { makeSandboxReferences } from '../../../../src/adapters/sandbox/sandbox-references';
import { makeOrderLinks } from '../../../../src/orders/order-links';
import { orderId } from '../../../helpers/order-builders';

const secret = 's'.repeat(32);
const shopUrl = 'https://shop.example';
const references = makeSandboxReferences({ secret, shopUrl });
const referenceIn = (url: string) => new URL(url).pathname.split('/').at(-1) ?? '';
const reference = referenceIn(references.urlOf(orderId));

it('is the last part of a url on the shop, and stands for the order', () => {
  expect(references.urlOf(orderId)).toMatch(/^https:\/\/shop\.example\/api\/sandbox\/payments\/ord_a{26}\.[\w-]{43}$/);
  expect(references.orderIdIn(reference)).toBe(orderId);
});

it('is still valid when the secret was replaced, and no longer after that', () => {
  const renewed = { secret: 't'.repeat(32), shopUrl };
  expect(makeSandboxReferences({ ...renewed, previousSecret: secret }).orderIdIn(reference)).toBe(orderId);
  expect(makeSandboxReferences(renewed).orderIdIn(reference)).toBeUndefined();
});

it('cannot be guessed, changed, or made from the link of a mail', () => {
  const [, signature = ''] = reference.split('.');
  const access = new URL(makeOrderLinks({ secret, shopUrl }).linkTo(orderId)).searchParams.get('access');
  const other = `ord_${'b'.repeat(26)}`;
  for (const wrong of [
    '',
    '.',
    orderId,
    `${orderId}.`,
    `${orderId}.${access}`,
    `${other}.${signature}`,
    `x.${signature}`,
  ]) {
    expect(references.orderIdIn(wrong)).toBeUndefined();
  }
});
