// The shop as the smoke test asks it. One that has just been deployed starts from cold and may answer 503: the request may have
// been applied or not, so it is repeated under the same idempotency key.

import { randomUUID } from 'node:crypto';
import { untilNotBusy } from '../shop/not-busy';
import type { Ask, Shop } from '../shop/shop-client';

/** Every request is repeated while the answer is 503; one that changes something has a key. */
export function patientShop(shop: Shop): Shop {
  return { ...shop, anyone: patient(shop.anyone), owner: patient(shop.owner), guest: () => patient(shop.guest()) };
}

function patient(ask: Ask): Ask {
  return (method, path, options = {}) => {
    const key = method === 'POST' ? { 'idempotency-key': randomUUID() } : {};
    const headers = { ...key, ...options.headers };
    return untilNotBusy(() => ask(method, path, { ...options, headers }));
  };
}
