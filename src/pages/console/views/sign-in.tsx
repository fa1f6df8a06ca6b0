// Asks for the function key, once for each tab.

import { useState } from 'preact/hooks';
import { Field } from '../../shared/field';

export interface SignInProps {
  /** The API has refused the last key. */
  isWrong: boolean;
  onKey: (key: string) => void;
}

/** A key is sent as a header, which takes visible ASCII only. */
const keyForm = /^[\x21-\x7e]{1,200}$/;

export function SignIn({ isWrong, onKey }: SignInProps) {
  const [key, setKey] = useState('');
  const [error, setError] = useState(
    isWrong ? 'This key was refused. Copy it again from the function app.' : undefined,
  );
  function submit(event: SubmitEvent) {
    event.preventDefault();
    const given = key.trim();
    if (keyForm.test(given)) onKey(given);
    else setError('A key is letters, digits and signs without spaces. Copy it again from the function app.');
  }
  return (
    <main class="sign-in">
      <h1>Console</h1>
      <form class="card stack" onSubmit={submit} noValidate>
        <p>
          Enter a function key of this shop. In the Azure portal it is under <em>Function app → App keys</em>. It is
          kept in this tab only, until you close it.
        </p>
        <Field
          label="Function key"
          type="password"
          value={key}
          onInput={setKey}
          autoComplete="current-password"
          required
          {...(error && { error })}
        />
        <button type="submit" class="button primary">
          Open the console
        </button>
      </form>
    </main>
  );
}
