// The latest orders, as the shop's own records have them.

import type { ProofState } from '../proof-state';
import { money } from './proof-words';

export function LatestOrders({ orders: { latest, placed, ended } }: { orders: ProofState['orders'] }) {
  return (
    <section class="card stack" aria-labelledby="latest-title">
      <h2 id="latest-title">Latest orders</h2>
      <p>
        <strong data-testid="ended">{ended}</strong> of <strong data-testid="placed">{placed}</strong> orders have come
        to their end.
      </p>
      <ol class="rows">
        {latest.map(({ orderId, state, amount, currency, createdAt }) => (
          <li key={orderId}>
            <span>
              <time dateTime={createdAt}>{new Date(createdAt).toLocaleTimeString()}</time> <code>{orderId}</code>
            </span>
            <span>
              {money(amount, currency)} · {state}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
