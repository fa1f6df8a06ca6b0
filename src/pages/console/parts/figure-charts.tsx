// Three small charts of the last 30 days: orders a day, how long they took to be sent, and why some were refused.

import { dayText, durationText, ordersText, refusalText, shipUnit } from '../models/figures-words';
import type { OrderFigures } from '../schemas';
import { BarChart } from './bar-chart';
import { useConsole } from './console-context';
import { Loading } from './loading';
import { useLoaded } from './use-loaded';

const days = 30;
/** The figures change slowly, and cost more storage operations than any other view. */
const everyMs = 300_000;

export function FigureCharts() {
  const { api } = useConsole();
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const loaded = useLoaded((signal) => api.figures({ days, timeZone }, signal), 'figures', everyMs);
  return (
    <section class="view-part" aria-labelledby="figures-title">
      <h2 id="figures-title">The last {days} days</h2>
      <Loading loaded={loaded}>
        {(figures) => (
          <>
            {!figures.complete && (
              <p class="quiet">There were so many orders that only the last {figures.days.length} days are shown.</p>
            )}
            <div class="chart-grid">
              <OrdersChart figures={figures} />
              <ShippingChart figures={figures} />
              <RefusalsChart figures={figures} />
            </div>
          </>
        )}
      </Loading>
    </section>
  );
}

function OrdersChart({ figures }: { figures: OrderFigures }) {
  const total = figures.days.reduce((sum, { placed }) => sum + placed, 0);
  return (
    <BarChart
      title="Orders a day"
      summary={`${ordersText(total)} in ${figures.days.length} days.`}
      bars={figures.days.map(({ day, placed }) => ({ label: dayText(day), value: placed, text: ordersText(placed) }))}
      topText={String}
      columns={['Day', 'Orders']}
    />
  );
}

function ShippingChart({ figures }: { figures: OrderFigures }) {
  const { medianSeconds, slowestTenthSeconds } = figures.toShip;
  const unit = shipUnit(figures);
  const summary =
    medianSeconds === undefined || slowestTenthSeconds === undefined
      ? 'No order was sent yet.'
      : `Half of the orders took less than ${durationText(medianSeconds)}, one in ten more than ${durationText(slowestTenthSeconds)}.`;
  return (
    <BarChart
      title="From placed to sent"
      summary={summary}
      bars={figures.days.map(({ day, medianSecondsToShip }) => ({
        label: dayText(day),
        value: (medianSecondsToShip ?? 0) / unit.seconds,
        text: medianSecondsToShip === undefined ? 'none sent' : durationText(medianSecondsToShip),
      }))}
      topText={(top) => `${top} ${unit.text}`}
      columns={['Placed on', 'Half took less than']}
    />
  );
}

/** Few reasons with long names: a list with bars is read more easily than columns. */
function RefusalsChart({ figures: { refusals } }: { figures: OrderFigures }) {
  const total = refusals.reduce((sum, { orders }) => sum + orders, 0);
  const most = Math.max(1, ...refusals.map(({ orders }) => orders));
  return (
    <section class="chart card" aria-labelledby="refusals-title">
      <h3 id="refusals-title">Refused orders</h3>
      <p class="chart-summary">{total === 0 ? 'No order was refused.' : `${ordersText(total)} refused, by reason.`}</p>
      <ul class="reasons">
        {refusals.map(({ code, orders }) => (
          <li key={code}>
            <span>{refusalText(code)}</span> <strong>{orders}</strong>
            <svg class="reason-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
              <rect class="chart-bar" width={(orders / most) * 100} height="4" />
            </svg>
          </li>
        ))}
      </ul>
    </section>
  );
}
