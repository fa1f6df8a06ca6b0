// A number of units between two limits, with buttons that a thumb can hit.

import { useId } from 'preact/hooks';

export interface QuantityFieldProps {
  label: string;
  value: number;
  min: number;
  max: number;
  hint?: string;
  onChange: (value: number) => void;
}

export function QuantityField({ label, value, min, max, hint, onChange }: QuantityFieldProps) {
  const id = useId();
  const set = (wanted: number) =>
    onChange(Math.min(max, Math.max(min, Number.isFinite(wanted) ? Math.trunc(wanted) : min)));
  return (
    <div class="quantity">
      <label for={id}>
        {label} {hint && <small class="quiet">{hint}</small>}
      </label>
      <div class="quantity-buttons">
        <button
          type="button"
          class="button"
          aria-label={`One less of ${label}`}
          disabled={value <= min}
          onClick={() => set(value - 1)}
        >
          −
        </button>
        <input
          id={id}
          type="number"
          min={min}
          max={max}
          value={value}
          onInput={({ currentTarget }) => set(currentTarget.valueAsNumber)}
        />
        <button
          type="button"
          class="button"
          aria-label={`One more of ${label}`}
          disabled={value >= max}
          onClick={() => set(value + 1)}
        >
          +
        </button>
      </div>
    </div>
  );
}
