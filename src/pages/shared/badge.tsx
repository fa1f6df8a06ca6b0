// A state as a badge: its words and a sign say what it is, the colour only repeats it.

import type { Tone } from './tone';

const signs: Record<Tone, string> = { quiet: '–', busy: '…', good: '✓', warn: '!', bad: '✕' };

export function Badge({ text, tone }: { text: string; tone: Tone }) {
  return (
    <span class={`badge badge-${tone}`}>
      <span aria-hidden="true">{signs[tone]}</span> {text}
    </span>
  );
}
