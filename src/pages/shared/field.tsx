// One field of a form: its label, its hint, and what is wrong with it, tied together for screen readers.

import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

export interface FieldProps {
  label: string;
  name: string;
  type?: 'text' | 'email';
  /** What the browser may fill in, such as `street-address`. */
  autoComplete: string;
  error?: string | undefined;
  hint?: ComponentChildren;
}

export function Field({ label, name, type = 'text', autoComplete, error, hint }: FieldProps) {
  const id = useId();
  const about = `${id}-about`;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        name={name}
        {...(type === 'email' && { inputMode: 'email' })}
        autoComplete={autoComplete}
        required
        aria-invalid={error !== undefined}
        {...((error !== undefined || hint) && { 'aria-describedby': about })}
      />
      {(error !== undefined || hint) && (
        <p id={about} class={error === undefined ? 'hint' : 'field-error'}>
          {error ?? hint}
        </p>
      )}
    </div>
  );
}
