// The shop as on Flex Consumption, where durable functions run apart (`localhost start --flex`). `npm run test:flex` also
// measures, and runs the other end-to-end tests in the same way.

import { entityAlwaysReady } from '../../bench/flex/entity-always-ready';
import { fromCold } from '../../bench/flex/from-cold';
import { ownHostTest } from '../helpers/own-host-test';

/** Three starts from cold of 13 s each. */
const timeLimitMs = 240_000;

ownHostTest(
  'a shop that has slept accepts orders and stock at once, and with carts in entities asks for a retry',
  async () => {
    const { lines, missed } = await fromCold();
    expect({ missed, lines }).toEqual({ missed: [], lines });
  },
  timeLimitMs,
);

ownHostTest('no request fails with carts in entities while the durable side is always ready', async () => {
  const { lines, missed } = await entityAlwaysReady(2);
  expect({ missed, lines }).toEqual({ missed: [], lines });
});
