// The stock of a product: what is there, what may be sold, and adjustments for units that come or go without an order.

import { useState } from 'preact/hooks';
import { newOnceHeader } from '../console-api';
import { Field } from '../kit/field';
import { ProblemNote } from '../kit/problem-note';
import { When } from '../kit/when';
import { movementText } from '../models/stock-words';
import type { Stock } from '../schemas';
import { useConsole } from './console-context';
import { Loading } from './loading';
import { useAct } from './use-act';
import { useLoaded } from './use-loaded';

const everyMs = 15_000;

export function ProductStock({ sku }: { sku: string }) {
  const { api } = useConsole();
  const loaded = useLoaded((signal) => api.stock(sku, signal), sku, everyMs);
  return (
    <section class="card stack" aria-labelledby="stock-title">
      <h2 id="stock-title">Stock</h2>
      <Loading loaded={loaded}>{(stock) => <StockNumbers stock={stock} />}</Loading>
      <AdjustmentForm sku={sku} onDone={() => void loaded.reload()} />
      <Loading loaded={loaded}>{(stock) => <Movements stock={stock} />}</Loading>
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

/** The key stays the same until the adjustment is known to be done, so that a second click after a fault adjusts once. */
function AdjustmentForm({ sku, onDone }: { sku: string; onDone: () => void }) {
  const { api, announce } = useConsole();
  const { isBusy, fault, run } = useAct();
  const [direction, setDirection] = useState<1 | -1>(1);
  const [units, setUnits] = useState('');
  const [reason, setReason] = useState('');
  const [header, setHeader] = useState(newOnceHeader);

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    const isDone = await run(async () => {
      const delta = direction * Number(units);
      const answer = await api.adjustStock(sku, { delta, reason: reason.trim() }, header);
      announce('onHand' in answer ? `There are ${answer.onHand} units on hand now.` : answer.detail);
    });
    if (!isDone) return;
    setUnits('');
    setReason('');
    setHeader(newOnceHeader());
    onDone();
  }
  const change = <T,>(set: (value: T) => void) => {
    return (value: T) => {
      set(value);
      setHeader(newOnceHeader());
    };
  };
  const turn = change(setDirection);
  return (
    <form class="adjust" onSubmit={(event) => void submit(event)}>
      <label class="field">
        <span>Units</span>
        <select value={direction} onChange={({ currentTarget: { value } }) => turn(value === '1' ? 1 : -1)}>
          <option value="1">that came</option>
          <option value="-1">that left</option>
        </select>
      </label>
      <Field
        label="How many"
        value={units}
        onInput={change(setUnits)}
        inputMode="numeric"
        pattern="[1-9][0-9]{0,5}"
        autoComplete="off"
        required
      />
      <div class="adjust-wide">
        <Field
          label="Reason"
          hint="Such as delivery 4711"
          value={reason}
          onInput={change(setReason)}
          maxLength={200}
          required
        />
      </div>
      <button type="submit" class="button primary adjust-wide" disabled={isBusy}>
        Adjust
      </button>
      <div class="adjust-wide">{fault !== undefined && <ProblemNote fault={fault} />}</div>
    </form>
  );
}

function Movements({ stock: { movements } }: { stock: Stock }) {
  return (
    <>
      <h3>Latest movements</h3>
      {movements.length === 0 && <p class="quiet">There were none yet.</p>}
      <ul class="rows">
        {movements.map((movement) => (
          <li key={`${movement.at} ${movement.kind} ${movement.quantity}`} class="row movement-row">
            <span>{movementText(movement)}</span>
            <When at={movement.at} />
          </li>
        ))}
      </ul>
    </>
  );
}
