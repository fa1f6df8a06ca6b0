// The stock of a product: what is there, what may be sold, and how it came to that.

import { When } from '../../shared/when';
import { movementText } from '../models/stock-words';
import type { Stock } from '../schemas';
import { AdjustmentForm } from './adjustment-form';
import { useConsole } from './console-context';
import { Loading } from './loading';
import { useLoaded } from './use-loaded';

const everyMs = 30_000;

export function ProductStock({ sku }: { sku: string }) {
  const { api } = useConsole();
  const loaded = useLoaded((signal) => api.stock(sku, signal), sku, everyMs);
  return (
    <section class="card stack" aria-labelledby="stock-title">
      <h2 id="stock-title">Stock</h2>
      <Loading loaded={loaded}>{(stock) => <StockNumbers stock={stock} />}</Loading>
      <AdjustmentForm sku={sku} onDone={() => void loaded.reload()} />
      {loaded.data && <Movements stock={loaded.data} />}
    </section>
  );
}

function StockNumbers({ stock: { onHand, reserved, available, sold } }: { stock: Stock }) {
  const numbers: [string, number][] = [
    ['On hand', onHand],
    ['Reserved', reserved],
    ['To sell', available],
    ['Sold', sold],
  ];
  return (
    <dl class="numbers">
      {numbers.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Movements({ stock: { movements } }: { stock: Stock }) {
  return (
    <>
      <h3>Latest movements</h3>
      {movements.length === 0 && <p class="quiet">There were none yet.</p>}
      <ul class="rows">
        {movements.map((movement) => (
          <li key={`${movement.at} ${movement.kind} ${movement.quantity}`} class="row">
            <span>{movementText(movement)}</span>
            <When at={movement.at} />
          </li>
        ))}
      </ul>
    </>
  );
}
