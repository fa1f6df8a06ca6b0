// How the smoke test sends its requests. A shop that has just been deployed starts from cold and may answer 503: the request may
// have been applied or not, so it is repeated under the same idempotency key.

import { randomUUID } from 'node:crypto';
import { untilNotBusy } from '../shop/not-busy';
import type { Send } from '../shop/shop-client';

/** Repeats every request while the answer is 503; one that changes something has a key. */
export function patiently(send: Send): Send {
  return async (request) => {
    const { headers } = request;
    if (request.method === 'POST' && !headers.has('idempotency-key')) headers.set('idempotency-key', randomUUID());
    const { response } = await untilNotBusy(async () => ({ response: await send(request.clone()) }));
    return response;
  };
}
