// The carts of all customers that changed lately: what is about to be bought, and what was left behind.

import { Money } from '../../shared/money';
import { When } from '../../shared/when';
import { useConsole } from '../parts/console-context';
import { Loading } from '../parts/loading';
import { useLoaded } from '../parts/use-loaded';
import type { OwnerCart } from '../schemas';

const everyMs = 60_000;

export function CartsView() {
  const { api } = useConsole();
  const loaded = useLoaded((signal) => api.carts(signal), 'carts', everyMs);
  return (
    <>
      <h1>Carts of the last 7 days</h1>
      <Loading loaded={loaded}>
        {({ carts, complete }) => (
          <>
            {carts.length === 0 && <p class="card quiet">No cart was filled in this time.</p>}
            {carts.length > 0 && (
              <ul class="card rows">
                {carts.map((cart) => (
                  <CartRow key={cart.customerId} cart={cart} />
                ))}
              </ul>
            )}
            {!complete && <p class="quiet">There are more carts than these.</p>}
          </>
        )}
      </Loading>
    </>
  );
}

function CartRow({ cart: { customerId, touchedAt, total, lines, unavailable = [] } }: { cart: OwnerCart }) {
  const gone = unavailable.map(({ sku, quantity }) => `${quantity} × ${sku}, no longer in the catalog`);
  return (
    <li class="row cart-row">
      <span class="row-id">
        {[...lines.map(({ name, quantity }) => `${quantity} × ${name}`), ...gone].join(' · ')}
        <small class="quiet">{customerId}</small>
      </span>
      <span class="row-when">
        <When at={touchedAt} isRelative />
      </span>
      <span class="row-money">
        <Money value={total} />
      </span>
    </li>
  );
}
