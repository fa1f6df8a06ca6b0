// What can be done to the shop.

import { type Card, cards, mostOrdersPerMinute, type ProofState } from '../proof-state';
import { proofApi } from './proof-api';
import type { Proof } from './use-proof';

export function Controls({ state, act }: { state: ProofState; act: Proof['act'] }) {
  const { host, storage, orders } = state;
  const failsForS = Math.ceil(storage.failsForMs / 1000);
  return (
    <div class="stack">
      <section class="card stack" aria-labelledby="orders-title">
        <h2 id="orders-title">Orders</h2>
        <label for="rate">
          Orders a minute: <strong>{orders.perMinute}</strong>
        </label>
        <input
          id="rate"
          type="range"
          min="0"
          max={mostOrdersPerMinute}
          step="10"
          value={orders.perMinute}
          onChange={({ currentTarget }) => act(() => proofApi.setRate(Number(currentTarget.value)))}
        />
        <button type="button" onClick={() => act(proofApi.placeOrder)}>
          Place one order
        </button>
      </section>
      <section class="card stack" aria-labelledby="faults-title">
        <h2 id="faults-title">Faults</h2>
        <p class={`badge ${host.isUp ? 'good' : 'bad'}`}>
          {host.isUp ? `● Host is up (process ${host.pid})` : '✕ Host is dead, another one starts'}
        </p>
        <button type="button" class="danger" disabled={!host.isUp} onClick={() => act(proofApi.kill)}>
          Kill the host now
        </button>
        <p class={`badge ${failsForS === 0 ? 'good' : 'bad'}`}>
          {failsForS === 0 ? '● Storage answers' : `✕ Storage refuses everything for ${failsForS} s`}
        </p>
        <button type="button" class="danger" disabled={failsForS > 0} onClick={() => act(proofApi.cutStorage)}>
          Storage away for 10 s
        </button>
        <label for="card">Payments of new orders</label>
        <select
          id="card"
          value={orders.card}
          onChange={({ currentTarget }) => act(() => proofApi.setCard(currentTarget.value as Card))}
        >
          {Object.entries(cards).map(([card, words]) => (
            <option key={card} value={card}>
              {words}
            </option>
          ))}
        </select>
      </section>
    </div>
  );
}
