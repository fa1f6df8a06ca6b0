// One order with everything: what can be done about it, its lines, money, parcels, and who did what and why.

import { useState } from 'preact/hooks';
import { Badge } from '../../shared/badge';
import { When } from '../../shared/when';
import { isMoving } from '../models/order-actions';
import { orderStateWords } from '../models/state-words';
import { useConsole } from '../parts/console-context';
import { Loading } from '../parts/loading';
import { OrderActionBar } from '../parts/order-action-bar';
import { OrderLines } from '../parts/order-lines';
import { OrderMoney } from '../parts/order-money';
import { OrderParcels } from '../parts/order-parcels';
import { OrderTimeline } from '../parts/order-timeline';
import { PostalAddress } from '../parts/postal-address';
import { useLoaded } from '../parts/use-loaded';
import type { OwnerOrder } from '../schemas';

/** What was asked for shows after a moment: an orchestration carries it out. */
const movingMs = 2_000;
const restingMs = 30_000;

export function OrderView({ orderId }: { orderId: string }) {
  const { api } = useConsole();
  const [everyMs, setEveryMs] = useState(movingMs);
  const loaded = useLoaded(
    async (signal) => {
      const order = await api.order(orderId, signal);
      setEveryMs(isMoving(order, Date.now()) ? movingMs : restingMs);
      return order;
    },
    orderId,
    everyMs,
  );
  return (
    <Loading loaded={loaded}>{(order) => <OrderPage order={order} onChange={() => void loaded.reload()} />}</Loading>
  );
}

function OrderPage({ order, onChange }: { order: OwnerOrder; onChange: () => void }) {
  const { orderId, state, createdAt, email, shippingAddress: to, customerId } = order;
  return (
    <>
      <p>
        <a href="#/orders">← Orders</a>
      </p>
      <header class="page-head">
        <h1>
          Order <code class="whole-id">{orderId}</code>
        </h1>
        <p class="page-facts">
          <Badge {...orderStateWords[state]} /> placed <When at={createdAt} />
        </p>
        <OrderActionBar order={order} onChange={onChange} />
      </header>
      <div class="order-grid">
        <div class="stack">
          <OrderLines order={order} />
          <OrderParcels order={order} onChange={onChange} />
          <OrderMoney order={order} />
        </div>
        <div class="stack">
          <section class="card part" aria-labelledby="customer-title">
            <h2 id="customer-title">Customer</h2>
            <PostalAddress to={to} />
            <p>
              <a href={`mailto:${email}`}>{email}</a>
            </p>
            <p>
              <a href={`#/orders?search=${encodeURIComponent(email)}`}>All orders of this address</a>
            </p>
            <p class="quiet">
              <code>{customerId}</code>
            </p>
          </section>
          <OrderTimeline order={order} />
        </div>
      </div>
    </>
  );
}
