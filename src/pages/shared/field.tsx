// A labelled input with a hint and an error that screen readers hear with it.

import type { InputHTMLAttributes } from 'preact';
import { useId } from 'preact/hooks';

export interface FieldProps {
  label: string;
  value: string;
  onInput: (value: string) => void;
  hint?: string;
  error?: string;
  type?: 'text' | 'search' | 'url' | 'date' | 'password';
  required?: boolean;
  maxLength?: number;
  pattern?: string;
  autoComplete?: string;
  inputMode?: 'numeric';
}

export function Field({ label, value, onInput, hint, error, ...input }: FieldProps) {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        value={value}
        onInput={({ currentTarget }) => onInput(currentTarget.value)}
        {...(described && { 'aria-describedby': described })}
        {...(error && { 'aria-invalid': true })}
        {...(input as InputHTMLAttributes<HTMLInputElement>)}
      />
      {hint && (
        <small id={`${id}-hint`} class="quiet">
          {hint}
        </small>
      )}
      {error && (
        <small id={`${id}-error`} class="field-error" role="alert">
          {error}
        </small>
      )}
    </div>
  );
}
