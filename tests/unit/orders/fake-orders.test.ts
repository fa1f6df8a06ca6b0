// The orders in memory that other tests use behave as those in the table do.

import { makeFakeOrderStore } from '../../helpers/fake-orders';
import { itKeepsOrders } from '../../helpers/order-store-contract';

describe('orders in memory', () => {
  const store = makeFakeOrderStore();
  itKeepsOrders(() => store);
});
