// Write limits per caller, and for guests per address too, because omitting the cookie creates a new guest.

import type { Caller } from '../../../../src/shared/http/identity';
import { makeWriteLimits, type WriteLimitOptions } from '../../../../src/shared/http/write-limits';

const customer: Caller = { kind: 'customer', customerId: 'cus_customer' };
const guest = (name = 'guest'): Caller => ({ kind: 'guest', customerId: `cus_${name}`, isNew: false });
const newGuest = (name: number): Caller => ({ kind: 'guest', customerId: `cus_new${name}`, isNew: true });

function limits(options: Partial<WriteLimitOptions> = {}) {
  const count = makeWriteLimits({ writesPerMinute: 3, guestWritesPerMinute: 5, now: () => 0, ...options });
  return (times: number, callerOf: (index: number) => Caller, address: string | undefined = '203.0.113.7') =>
    Array.from({ length: times }, (_, index) => count(callerOf(index), address)).filter(
      ({ waitSeconds }) => waitSeconds === 0,
    ).length;
}

/** Counts, and answers the seconds to wait. */
function waits(options: Omit<WriteLimitOptions, 'now'>) {
  const count = makeWriteLimits({ ...options, now: () => 0 });
  return (caller: Caller, address: string | undefined) => count(caller, address).waitSeconds;
}

test('a caller has its own limit, independent of others at the same address', () => {
  const passed = limits();
  expect(passed(9, () => customer)).toBe(3);
  expect(passed(9, () => guest())).toBe(3);
});

test('a refused write returns when to retry', () => {
  const count = waits({ writesPerMinute: 1, guestWritesPerMinute: 5 });
  expect([count(customer, 'a'), count(customer, 'a')]).toEqual([0, 60]);
});

test('new guests at one address share a limit', () => {
  const passed = limits();
  expect(passed(9, newGuest)).toBe(5);
  expect(passed(9, newGuest, '203.0.113.8')).toBe(5);
});

test('guests with a cookie share it too: new cookies are free', () => {
  const passed = limits();
  expect(passed(9, (index) => guest(String(index)))).toBe(5);
});

test('customers are not counted by address, since many may share one', () => {
  const passed = limits();
  expect(passed(9, newGuest)).toBe(5);
  expect(passed(3, () => customer)).toBe(3);
});

test('a guest above the own limit does not use up the address limit', () => {
  const passed = limits();
  expect(passed(100, () => guest('greedy'))).toBe(3);
  expect(passed(9, () => guest('modest'))).toBe(2);
});

test('without an address only known callers are counted', () => {
  const count = waits({ writesPerMinute: 3, guestWritesPerMinute: 5 });
  const told = Array.from({ length: 20 }, (_, index) => count(newGuest(index), undefined));
  expect(told.every((wait) => wait === 0)).toBe(true);
  expect([1, 2, 3, 4].map(() => count(guest(), undefined))).toEqual([0, 0, 0, 20]);
});

test('many new guests do not evict a known caller', () => {
  const passed = limits({ guestWritesPerMinute: 0 });
  expect(passed(9, () => guest())).toBe(3);
  expect(passed(10_001, newGuest)).toBe(10_001);
  expect(passed(9, () => guest())).toBe(0);
});

test('a limit of 0 disables it', () => {
  expect(limits({ writesPerMinute: 0 })(100, () => customer)).toBe(100);
  expect(limits({ writesPerMinute: 0 })(100, () => guest())).toBe(5);
  expect(limits({ guestWritesPerMinute: 0 })(100, newGuest)).toBe(100);
});

describe('new guests at one address', () => {
  const newGuestsPerMinute = 2;

  it('have a limit of their own: each leaves a cart behind', () => {
    const passed = limits({ newGuestsPerMinute });
    expect(passed(9, newGuest)).toBe(2);
    expect(passed(9, newGuest, '203.0.113.8')).toBe(2);
  });

  it('above it use up nothing of the limit that guests with a cookie share', () => {
    const passed = limits({ newGuestsPerMinute });
    expect(passed(100, newGuest)).toBe(2);
    expect(passed(9, (index) => guest(String(index)))).toBe(3);
  });

  it('are told when the next may come', () => {
    const count = waits({ writesPerMinute: 0, guestWritesPerMinute: 0, newGuestsPerMinute: 1 });
    expect([count(newGuest(1), 'a'), count(newGuest(2), 'a')]).toEqual([0, 60]);
  });
});

describe('what is left', () => {
  const perMinute = { writesPerMinute: 3, guestWritesPerMinute: 5, newGuestsPerMinute: 2, now: () => 0 };

  it('is told of every limit by which a write was counted', () => {
    const count = makeWriteLimits(perMinute);
    const writes = { name: 'writes', perMinute: 3, left: 2, nextInSeconds: 20 };
    expect(count(customer, 'a').quotas).toEqual([writes]);
    expect(count(guest(), 'a').quotas).toEqual([
      writes,
      { name: 'guest-writes', perMinute: 5, left: 4, nextInSeconds: 12 },
    ]);
    expect(count(newGuest(1), 'a').quotas).toEqual([
      { name: 'new-guests', perMinute: 2, left: 1, nextInSeconds: 30 },
      { name: 'guest-writes', perMinute: 5, left: 3, nextInSeconds: 12 },
    ]);
  });

  it('is nothing of the limit that refuses a write', () => {
    const count = makeWriteLimits({ ...perMinute, writesPerMinute: 1 });
    count(guest(), 'a');
    const refused = { name: 'writes', perMinute: 1, left: 0, nextInSeconds: 60 };
    expect(count(guest(), 'a')).toEqual({ waitSeconds: 60, quotas: [refused] });
  });

  it('is told of no limit that is switched off', () => {
    const count = makeWriteLimits({ writesPerMinute: 0, guestWritesPerMinute: 0, now: () => 0 });
    expect(count(guest(), 'a')).toEqual({ waitSeconds: 0, quotas: [] });
  });

  it('of checkouts is told under names of their own', () => {
    const count = makeWriteLimits({ ...perMinute, counted: 'checkouts' });
    expect(count(guest(), 'a').quotas.map(({ name }) => name)).toEqual(['checkouts', 'guest-checkouts']);
  });
});
