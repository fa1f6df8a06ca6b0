// The commands an entity has applied, each with its outcome: a repetition counts once, and who sent it learns what became of it.
// The list is bounded by age and by number, so that the state of an entity stays small however long it lives.

import { createHash } from 'node:crypto';
import { base32 } from '../ids';
import { accepted, type Refused, type Result, refused } from '../result';

export interface AppliedCommand<Code extends string = string> {
  id: string;
  /** When it was applied, in ms since the epoch. */
  at: number;
  /** Tells whether the same id comes again with another content. */
  fingerprint: string;
  /** Absent when the command was accepted. */
  refusal?: { code: Code; detail: string };
}

/**
 * How long a command is remembered. Its sender waits for it some seconds: so all are kept for a minute, up to `most`
 * (what one customer can send in that time). A repetition may come later: so the last few are kept for a day.
 */
export const remembered = { allForMs: 60_000, most: 2_000, last: 200, forMs: 24 * 3_600_000 } as const;

/**
 * What became of a command, or undefined when it has not been applied (or so long ago that it is forgotten).
 * The same id with another content is refused as `REQUEST.KEY_REUSED`.
 */
export function commandOutcome<Code extends string>(
  applied: readonly AppliedCommand<Code>[],
  id: string,
  command: unknown,
): Result<undefined, Code | 'REQUEST.KEY_REUSED'> | undefined {
  const known = applied.find((candidate) => candidate.id === id);
  if (!known) return undefined;
  if (known.fingerprint !== fingerprint(command)) {
    return refused('REQUEST.KEY_REUSED', 'Send a new key with each new intent.');
  }
  return known.refusal ? refused(known.refusal.code, known.refusal.detail) : accepted(undefined);
}

/** The list with one more command, trimmed to its bounds. */
export function remember<Code extends string>(
  applied: readonly AppliedCommand<Code>[],
  command: { id: string; content: unknown; refusal: Refused<Code> | undefined },
  now: number,
): AppliedCommand<Code>[] {
  const { id, content, refusal } = command;
  const entry: AppliedCommand<Code> = { id, at: now, fingerprint: fingerprint(content) };
  if (refusal) entry.refusal = { code: refusal.code, detail: refusal.detail };
  const all = [...applied, entry];
  const firstRecent = all.findIndex(({ at }) => now - at < remembered.allForMs);
  const start = Math.max(0, all.length - remembered.most, Math.min(firstRecent, all.length - remembered.last));
  return all.slice(start).filter(({ at }) => now - at < remembered.forMs);
}

/** 50 bits of the content's SHA-256: enough to notice a mistake of the sender, which is all it is for. */
function fingerprint(content: unknown): string {
  const text = JSON.stringify(content, inKeyOrder);
  return base32(createHash('sha256').update(text).digest()).slice(0, 10);
}

/** On its way a content may be parsed and built anew, with its members in another order. */
function inKeyOrder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
