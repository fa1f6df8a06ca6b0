// When an idle cart gets a reminder, and when it is cleared.

import { type CartSession, type CartSnapshot, dueFor } from '../../../src/carts/idle-cart';

const hour = 3_600_000;
const touched = Date.parse('2026-03-01T12:00:00Z');
const shopping: CartSession = {
  customerId: 'cus_1',
  filledAt: 3,
  reminded: false,
  remindAfterMs: 24 * hour,
  expireAfterMs: 72 * hour,
};
const cart: CartSnapshot = { units: 2, filledAt: 3, version: 9, touchedAt: new Date(touched).toISOString() };

/** What is due that many hours after the last change. */
function due(hours: number, changes: { shopping?: Partial<CartSession>; cart?: Partial<CartSnapshot> } = {}) {
  const now = new Date(touched + hours * hour);
  const step = dueFor({ ...shopping, ...changes.shopping }, { ...cart, ...changes.cart }, now);
  return step.kind === 'wait' ? `wait until hour ${(step.until.getTime() - touched) / hour}` : step.kind;
}

test.each([
  ['before the reminder it waits for it', due(23), 'wait until hour 24'],
  ['at the time of the reminder it reminds', due(24), 'remind'],
  ['a late look still reminds', due(30), 'remind'],
  ['once reminded it waits until it expires', due(25, { shopping: { reminded: true } }), 'wait until hour 72'],
  ['whoever was reminded is not reminded again', due(71, { shopping: { reminded: true } }), 'wait until hour 72'],
  ['at the end it expires', due(72), 'expire'],
  ['an empty cart needs nobody', due(1, { cart: { units: 0 } }), 'end'],
  ['another shopping has a watch of its own', due(1, { cart: { filledAt: 8 } }), 'end'],
  ['a reminder after the end is none', due(1, { shopping: { remindAfterMs: 72 * hour } }), 'wait until hour 72'],
])('%s', (_rule, found, expected) => {
  expect(found).toBe(expected);
});
