// Who puts something into an empty cart starts the watch over it, once, and only if the shop knows where to send the reminder.

import { makeCartWatches } from '../../../../src/adapters/durable/watched-carts';
import type { CartCommand } from '../../../../src/carts/cart';
import { makeMemoryCartStore } from '../../../helpers/memory-cart-store';

const add: CartCommand = { kind: 'add', sku: 'oak', quantity: 1 };
const limits = { remindAfterMs: 1_000, expireAfterMs: 60_000 };

function setUp(addresses: Record<string, string>) {
  const started: string[] = [];
  const asked: string[] = [];
  const warnings: unknown[] = [];
  const contacts = {
    async emailOf(customerId: string) {
      asked.push(customerId);
      return addresses[customerId];
    },
  };
  const client = {
    getStatus: async (id: string) => {
      if (!started.includes(id)) throw new Error('HTTP 404');
      return {} as never;
    },
    startNew: async (_name: string, { instanceId = '' }: { instanceId?: string } = {}) => {
      started.push(instanceId);
      return instanceId;
    },
  };
  const store = makeCartWatches(limits, contacts).watched(makeMemoryCartStore(Date.now), client, (...about) =>
    warnings.push(about),
  );
  let commands = 0;
  const apply = (customerId: string, command: CartCommand) => store.apply(customerId, `cmd_${++commands}`, command);
  return { apply, started, asked, warnings, contacts };
}

test('the cart of a stranger starts nothing, and is asked about once', async () => {
  const { apply, started, asked } = setUp({});
  for (let time = 0; time < 5; time++) await apply('cus_guest', add);
  expect(started).toEqual([]);
  expect(asked).toEqual(['cus_guest']);
});

test('the cart of a customer with an address starts one watch', async () => {
  const { apply, started } = setUp({ cus_known: 'ada@example.com' });
  for (let time = 0; time < 3; time++) await apply('cus_known', add);
  expect(started).toEqual(['cus_known:cart:1']);
});

test('a guest who orders is watched from the next cart on', async () => {
  const addresses: Record<string, string> = {};
  const { apply, started } = setUp(addresses);
  await apply('cus_guest', add);
  await apply('cus_guest', { kind: 'checkout', orderId: 'ord_1', lines: [{ sku: 'oak', quantity: 1 }] });
  addresses.cus_guest = 'ada@example.com';
  await apply('cus_guest', add);
  expect(started).toEqual(['cus_guest:cart:3']);
});

test('an address that cannot be looked up fails no change of the cart, and is looked up with the next', async () => {
  const { apply, started, warnings, contacts } = setUp({ cus_known: 'ada@example.com' });
  const { emailOf } = contacts;
  contacts.emailOf = () => Promise.reject(new Error('The table does not answer.'));
  expect(await apply('cus_known', add)).toMatchObject({ ok: true });
  expect(warnings).toHaveLength(1);
  contacts.emailOf = emailOf;
  await apply('cus_known', add);
  expect(started).toEqual(['cus_known:cart:1']);
});
