// A state as a word with a mark: the colour only repeats what the mark says.

const kinds = {
  good: '✓',
  busy: '…',
  ask: '!',
  bad: '✕',
} as const;

export type BadgeKind = keyof typeof kinds;

export function Badge({ kind, children }: { kind: BadgeKind; children: string }) {
  return (
    <span class={`badge badge-${kind}`}>
      <span aria-hidden="true">{kinds[kind]}</span> {children}
    </span>
  );
}
