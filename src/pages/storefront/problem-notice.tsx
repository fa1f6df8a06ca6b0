// What went wrong, what to do next, and the code to quote.

import type { ComponentChildren } from 'preact';
import type { Words } from './problem-words';

export function ProblemNotice({ words, children }: { words: Words; children?: ComponentChildren }) {
  return (
    <div class="notice notice-bad" role="alert">
      <p>{words.text}</p>
      {children}
      <p class="code">{words.code}</p>
    </div>
  );
}
