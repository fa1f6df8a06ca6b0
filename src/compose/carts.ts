// Composes the handlers, entity, orchestrator and activities of carts.

import { makeCartActivities } from '../carts/activities';
import { makeCartEntity } from '../carts/cart-entity';
import { cartOrchestrator } from '../carts/cart-orchestrator';
import { makeCartHandlers } from '../carts/handlers';
import { makeCartJobHandlers } from '../carts/job-handlers';
import { makeOwnerCartHandlers } from '../carts/owner-handlers';
import {
  cartsKeptForMs,
  cartsOf,
  config,
  contacts,
  currency,
  customers,
  idleCartsOf,
  mailer,
  now,
  products,
  recentCartsOf,
} from './ground';

export const carts = {
  ...makeCartHandlers({ ...customers, cartsOf, products, currency }),
  activities: makeCartActivities({ cartsOf, contacts, mailer, products, currency }),
  ...makeCartJobHandlers({ ...(idleCartsOf && { idleCartsOf }), keptForMs: cartsKeptForMs, now }),
  ...makeOwnerCartHandlers({ recentCartsOf, products, currency, ...config.carts, now }),
  cartEntity: makeCartEntity(config.carts.expireAfterMs),
  cartOrchestrator,
};
