// Customer routes with the app's own rules, for tests of the handlers behind them.

import { makeIsCrossSite } from '../../src/shared/http/cross-site';
import {
  type CustomerRoutes,
  type CustomerRoutesOptions,
  makeCustomerRoutes,
} from '../../src/shared/http/customer-route';
import { makeIdentify } from '../../src/shared/http/identity';
import { makeWriteLimits } from '../../src/shared/http/write-limits';

export const testSecret = 'a-secret-of-more-than-thirty-two-characters';

/** By default without write limits and without signed-in customers. */
export function testRoutes(changes: Partial<CustomerRoutesOptions> = {}): CustomerRoutes {
  return makeCustomerRoutes({
    identify: makeIdentify({ secret: testSecret, platformAuth: false, secureCookies: false }),
    isCrossSite: makeIsCrossSite([]),
    countWrite: makeWriteLimits({ writesPerMinute: 0, guestWritesPerMinute: 0, now: () => 0 }),
    countCheckout: makeWriteLimits({ writesPerMinute: 0, guestWritesPerMinute: 0, now: () => 0 }),
    mergeGuestCart: async () => true,
    ...changes,
  });
}
