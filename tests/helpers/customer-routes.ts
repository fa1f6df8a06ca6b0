// Routes of customers as in the app, with every rule of it, for tests of handlers behind them.

import { makeIsCrossSite } from '../../src/shared/http/cross-site';
import {
  type CustomerRoutes,
  type CustomerRoutesOptions,
  makeCustomerRoutes,
} from '../../src/shared/http/customer-route';
import { makeIdentify } from '../../src/shared/http/identity';
import { makeWriteLimits } from '../../src/shared/http/write-limits';

export const testSecret = 'a-secret-of-more-than-thirty-two-characters';

/** Without limits on writes and signed-in customers, unless told otherwise. */
export function testRoutes(changes: Partial<CustomerRoutesOptions> = {}): CustomerRoutes {
  return makeCustomerRoutes({
    identify: makeIdentify({ secret: testSecret, platformAuth: false, secureCookies: false }),
    isCrossSite: makeIsCrossSite([]),
    countWrite: makeWriteLimits({ writesPerMinute: 0, guestWritesPerMinute: 0, now: () => 0 }),
    mergeGuestCart: async () => true,
    ...changes,
  });
}
