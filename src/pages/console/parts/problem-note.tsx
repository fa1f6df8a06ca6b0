// A fault where it happened: what went wrong, what to do next, and the code to quote.

import { problemWords } from '../models/problem-words';

export function ProblemNote({ fault, onRetry }: { fault: unknown; onRetry?: () => void }) {
  const { text, next, code } = problemWords(fault);
  return (
    <div class="problem" role="alert">
      <p>
        <strong>{text}</strong> {next} {code && <code>{code}</code>}
      </p>
      {onRetry && (
        <button type="button" class="button" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}
