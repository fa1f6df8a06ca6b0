// The whole page: what can be done to the shop on the left, its books and what it has survived beside it.

import { Books } from './books';
import { Controls } from './controls';
import { Faults } from './faults';
import { LatestOrders } from './latest-orders';
import { problemsOf, verdictOf } from './proof-words';
import { useProof } from './use-proof';

export function App() {
  const { state, failure, act } = useProof();
  const verdict = state && verdictOf(state);
  return (
    <>
      <header>
        <h1>Proof</h1>
        <p>Break this shop as you like. Its books stay in balance.</p>
        {state?.host.storefront && <a href={state.host.storefront}>Open the storefront</a>}
      </header>
      {failure !== undefined && (
        <p class="note bad" role="alert">
          {failure}
        </p>
      )}
      {state ? (
        <main>
          <Controls state={state} act={act} />
          <div class="stack">
            {verdict && (
              <div class={`note ${verdict.isGood ? 'good' : 'bad'}`} role="status">
                <strong>{verdict.text}</strong>
                <ul>
                  {problemsOf(state).map((problem) => (
                    <li key={problem}>{problem}</li>
                  ))}
                </ul>
              </div>
            )}
            {state.books && <Books books={state.books} orders={state.orders} />}
            <Faults deaths={state.host.deaths} refused={state.storage.refused} faults={state.faults} />
            <LatestOrders orders={state.orders} />
          </div>
        </main>
      ) : (
        <main>
          <p>Loading…</p>
        </main>
      )}
    </>
  );
}
