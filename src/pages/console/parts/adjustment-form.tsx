// Adjusts the stock of a product by units that come or go without an order, with the reason that the movements keep.

import { useState } from 'preact/hooks';
import { Field } from '../../shared/field';
import { type ConsoleApi, newOnceHeader } from '../console-api';
import { useConsole } from './console-context';
import { ProblemNote } from './problem-note';
import { useAct } from './use-act';

/** The key stays the same until the adjustment is known to be done, so that a second click after a fault adjusts once. */
export function AdjustmentForm({ sku, onDone }: { sku: string; onDone: () => void }) {
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
      const onHand = await adjusted(() => api.adjustStock(sku, { delta, reason: reason.trim() }, header));
      announce(
        onHand === undefined ? 'It is accepted, and shows up here soon.' : `There are ${onHand} units on hand now.`,
      );
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
  return (
    <form class="adjust" onSubmit={(event) => void submit(event)}>
      <Direction value={direction} onChange={change(setDirection)} />
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

const attempts = 10;
const pauseMs = 2_000;

/** Units on hand after an adjustment. The same request again tells its outcome; undefined when it takes longer than it usually does. */
async function adjusted(send: () => ReturnType<ConsoleApi['adjustStock']>): Promise<number | undefined> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const answer = await send();
    if ('onHand' in answer) return answer.onHand;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  return undefined;
}

/** A number pad of a phone has no minus. */
function Direction({ value, onChange }: { value: 1 | -1; onChange: (value: 1 | -1) => void }) {
  return (
    <label class="field">
      <span>Units</span>
      <select value={value} onChange={({ currentTarget }) => onChange(currentTarget.value === '1' ? 1 : -1)}>
        <option value="1">that came</option>
        <option value="-1">that left</option>
      </select>
    </label>
  );
}
