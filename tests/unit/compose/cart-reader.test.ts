// An order removes its lines from the cart once, and leaves what was added since.

import { makeEntityCartStore } from '../../../src/adapters/durable/entity-cart-store';
import { makeEntitySignals } from '../../../src/adapters/durable/entity-signals';
import { cartEntity } from '../../../src/carts/cart-entity';
import { makeCartReader } from '../../../src/compose/cart-reader';
import { makeFakeEntities } from '../../helpers/fake-entities';

it('removes what was ordered and leaves what was added since, once per order', async () => {
  const store = makeEntityCartStore(makeFakeEntities({ cart: cartEntity }).client, makeEntitySignals());
  const reader = makeCartReader(store);
  await store.apply('cus_1', 'a', { kind: 'add', sku: 'oak', quantity: 2 });
  const ordered = await reader.read('cus_1');
  await store.apply('cus_1', 'b', { kind: 'add', sku: 'oak', quantity: 3 });
  for (let n = 0; n < 2; n++) await reader.empty('cus_1', 'ord_1', ordered);
  expect(await reader.read('cus_1')).toEqual([{ sku: 'oak', quantity: 3 }]);
});
