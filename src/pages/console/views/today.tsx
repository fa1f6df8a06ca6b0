// The first screen: what needs somebody, the most urgent first, then how the shop is doing.

import { Money } from '../../shared/money';
import { When } from '../../shared/when';
import { type Need, type NeedItem, needsSomebody } from '../models/needs-somebody';
import { orderStates, orderStateWords } from '../models/state-words';
import { useConsole } from '../parts/console-context';
import { FigureCharts } from '../parts/figure-charts';
import { Loading } from '../parts/loading';
import { OrderId } from '../parts/order-id';
import { useLoaded } from '../parts/use-loaded';
import type { Overview } from '../schemas';

const everyMs = 60_000;
const shownOfEach = 5;

export function TodayView() {
  const { api } = useConsole();
  const loaded = useLoaded(
    async (signal) => {
      const [overview, awaiting, failedWebhooks] = await Promise.all([
        api.overview(signal),
        api.orders({ state: 'awaitingApproval', limit: 20 }, signal),
        api.webhooks({ state: 'failed', limit: 20 }, signal),
      ]);
      return { overview, awaiting, failedWebhooks };
    },
    'today',
    everyMs,
  );
  return (
    <>
      <h1>Today</h1>
      <Loading loaded={loaded}>
        {(data) => (
          <>
            <Needs needs={needsSomebody(data)} />
            <StateCounts overview={data.overview} />
          </>
        )}
      </Loading>
      <FigureCharts />
    </>
  );
}

function Needs({ needs }: { needs: Need[] }) {
  return (
    <section class="view-part" aria-labelledby="needs-title">
      <h2 id="needs-title">Needs somebody</h2>
      {needs.length === 0 ? (
        <p class="card all-well">
          <span aria-hidden="true">✓</span> Nothing needs you. New orders show up here when they do.
        </p>
      ) : (
        <div class="need-grid">
          {needs.map((need) => (
            <NeedCard key={need.kind} need={need} />
          ))}
        </div>
      )}
    </section>
  );
}

function NeedCard({ need: { title, advice, count, isAtLeast, items, href } }: { need: Need }) {
  const shown = items.slice(0, shownOfEach);
  return (
    <article class="card need">
      <h3>
        <span class="need-count">
          {count}
          {isAtLeast ? '+' : ''}
        </span>{' '}
        {title}
      </h3>
      <p class="quiet">{advice}</p>
      <ul>
        {shown.map((item) => (
          <NeedRow key={item.key} item={item} />
        ))}
      </ul>
      {href && count > shown.length && <a href={href}>Show all {count}</a>}
    </article>
  );
}

function NeedRow({ item: { href, text, orderId, money, since } }: { item: NeedItem }) {
  const content = (
    <>
      <span class="need-text">{orderId ? <OrderId orderId={orderId} /> : text}</span>
      {money && <Money value={money} />}
      {since && <When at={since} isRelative />}
    </>
  );
  return (
    <li>
      {href ? (
        <a href={href} class="need-row need-link">
          {content}
        </a>
      ) : (
        <div class="need-row">{content}</div>
      )}
    </li>
  );
}

function StateCounts({ overview: { orders } }: { overview: Overview }) {
  return (
    <section class="view-part" aria-labelledby="states-title">
      <h2 id="states-title">Orders by state</h2>
      <ul class="state-counts">
        {orderStates
          .filter((state) => orders.counts[state] > 0)
          .map((state) => (
            <li key={state}>
              <a href={`#/orders?state=${state}`} class="card state-count">
                <strong>{orders.counts[state]}</strong> {orderStateWords[state].text}
              </a>
            </li>
          ))}
        {orders.total === 0 && <li class="quiet">There are no orders yet.</li>}
      </ul>
    </section>
  );
}
