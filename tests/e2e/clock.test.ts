// The shop's long waits, with the times of the sample settings, on a host that skips time.

import { waitLong } from '../../bench/clock/long-waits';
import { makeOwnHost } from '../helpers/own-host';
import { ownHostTest } from '../helpers/own-host-test';

const own = makeOwnHost('clock');
afterAll(() => own.remove());

ownHostTest(
  'two days of approval, a cart that is left for thirty days, and the retention of thirty days run to their ends',
  async () => {
    const { origin } = await own.start(['--clock=jump,process']);
    const days = await waitLong({ origin, storage: own.storage() });
    expect(days.approval).toBeGreaterThanOrEqual(2);
    expect(days.approval).toBeLessThan(2.1);
    expect(days.cart).toBeGreaterThanOrEqual(30);
    expect(days.cart).toBeLessThan(31);
  },
);
