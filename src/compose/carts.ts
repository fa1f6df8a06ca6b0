// Composes the handlers, entity, orchestrator and activities of carts.

import { makeCartActivities } from '../carts/activities';
import { cartEntity } from '../carts/cart-entity';
import { cartOrchestrator } from '../carts/cart-orchestrator';
import { makeCartHandlers } from '../carts/handlers';
import { cartsOf, currency, customers, mailer, orderStore, products } from './ground';
import { makeOrderContacts } from './order-contacts';

const contacts = makeOrderContacts(orderStore);

export const carts = {
  ...makeCartHandlers({ ...customers, cartsOf, products, currency }),
  activities: makeCartActivities({ cartsOf, contacts, mailer, products, currency }),
  cartEntity,
  cartOrchestrator,
};
