// The events that were posted to other systems: how each ended, and the way to send one again.

import { useState } from 'preact/hooks';
import { Badge } from '../../shared/badge';
import { When } from '../../shared/when';
import { deliveryStateWords } from '../models/state-words';
import { ActDialog } from '../parts/act-dialog';
import { useConsole } from '../parts/console-context';
import { Loading } from '../parts/loading';
import { OrderId } from '../parts/order-id';
import { useLoaded } from '../parts/use-loaded';
import type { WebhookDelivery, WebhookDeliveryList } from '../schemas';

const everyMs = 30_000;
const pageSize = 25;
const states = ['failed', 'pending', 'delivered'] as const;

export function WebhooksView({ query }: { query: URLSearchParams }) {
  const { api } = useConsole();
  const state = states.find((known) => known === query.get('state'));
  const cursor = query.get('cursor') ?? undefined;
  const loaded = useLoaded(
    (signal) => api.webhooks({ limit: pageSize, ...(state && { state }), ...(cursor && { cursor }) }, signal),
    query.toString(),
    everyMs,
  );
  return (
    <>
      <h1>Webhooks</h1>
      <nav aria-label="States">
        <ul class="chips">
          {[undefined, ...states].map((each) => (
            <li key={each ?? 'all'}>
              <a
                class="chip"
                href={each ? `#/webhooks?state=${each}` : '#/webhooks'}
                {...(each === state && { 'aria-current': 'true' })}
              >
                {each ? deliveryStateWords[each].text : 'All'}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <Loading loaded={loaded}>
        {(page) => <DeliveryPage page={page} state={state} onReplayed={() => void loaded.reload()} />}
      </Loading>
    </>
  );
}

interface DeliveryPageProps {
  page: WebhookDeliveryList;
  state: WebhookDelivery['state'] | undefined;
  onReplayed: () => void;
}

function DeliveryPage({ page: { deliveries, cursor }, state, onReplayed }: DeliveryPageProps) {
  const older = new URLSearchParams({ ...(state && { state }), ...(cursor && { cursor }) });
  return (
    <>
      {deliveries.length === 0 ? (
        <p class="card quiet">There are none{cursor ? ' among the latest' : ''}.</p>
      ) : (
        <ul class="card rows">
          {deliveries.map((delivery) => (
            <DeliveryRow key={delivery.id} delivery={delivery} onReplayed={onReplayed} />
          ))}
        </ul>
      )}
      {cursor && (
        <nav class="pager" aria-label="Pages">
          <a class="button" href={`#/webhooks?${older}`}>
            Older events
          </a>
        </nav>
      )}
    </>
  );
}

function DeliveryRow({ delivery, onReplayed }: { delivery: WebhookDelivery; onReplayed: () => void }) {
  const { api, announce } = useConsole();
  const [isOpen, setOpen] = useState(false);
  const { id, type, endpoint, orderId, state, attempts, lastResult, lastAttemptAt } = delivery;
  async function replay() {
    await api.replayWebhook(id);
    announce('It is being sent again.');
    onReplayed();
  }
  return (
    <li class="row delivery-row">
      <span>
        <strong>{type}</strong> <Badge {...deliveryStateWords[state]} />
        <small class="break">{endpoint}</small>
        <small class="quiet">
          <a href={`#/orders/${orderId}`}>
            <OrderId orderId={orderId} />
          </a>{' '}
          · {attempts === 1 ? '1 attempt' : `${attempts} attempts`}
          {lastResult && `, the last one ended with ${lastResult}`}
        </small>
      </span>
      {lastAttemptAt && <When at={lastAttemptAt} />}
      {state !== 'pending' && (
        <button type="button" class="button" onClick={() => setOpen(true)}>
          Send again
        </button>
      )}
      {isOpen && (
        <ActDialog title="Send this event again?" action="Send again" act={replay} onClose={() => setOpen(false)}>
          <p>
            {endpoint} gets the same event under the same id
            {state === 'delivered' ? ', although it has taken it before' : ''}.
          </p>
        </ActDialog>
      )}
    </li>
  );
}
