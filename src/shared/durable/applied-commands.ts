// The commands that an entity has applied, each with its outcome: a repeated command is applied once, and its sender gets the same
// outcome. The list is limited by age and number, so that the entity's state stays small.

import { createHash } from 'node:crypto';
import { base32 } from '../ids';
import { accepted, type Refused, type Result, refused } from '../result';

export interface AppliedCommand<Code extends string = string> {
  id: string;
  /** When it was applied, in ms since the epoch. */
  at: number;
  /** Detects an id that is used again with other content. */
  fingerprint: string;
  /** Absent when the command was accepted. */
  refusal?: { code: Code; detail: string };
}

/**
 * How long a command is remembered. Its sender waits for some seconds, so all commands are kept for a minute, up to `most` (what
 * one customer can send in that time). A repetition may come later, so the last few are kept for a day.
 */
export const remembered = { allForMs: 60_000, most: 2_000, last: 200, forMs: 24 * 3_600_000 } as const;

/**
 * The outcome of a command; undefined when it was not applied, or is no longer remembered.
 * The same id with other content is refused with `REQUEST.KEY_REUSED`.
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

/** The list with one more command, trimmed to its limits; `last` is how many are kept for a day. */
export function remember<Code extends string>(
  applied: readonly AppliedCommand<Code>[],
  command: { id: string; content: unknown; refusal: Refused<Code> | undefined },
  now: number,
  last: number = remembered.last,
): AppliedCommand<Code>[] {
  const { id, content, refusal } = command;
  const entry: AppliedCommand<Code> = { id, at: now, fingerprint: fingerprint(content) };
  if (refusal) entry.refusal = { code: refusal.code, detail: refusal.detail };
  const all = [...applied, entry];
  const firstRecent = all.findIndex(({ at }) => now - at < remembered.allForMs);
  const start = Math.max(0, all.length - remembered.most, Math.min(firstRecent, all.length - last));
  return all.slice(start).filter(({ at }) => now - at < remembered.forMs);
}

/** 50 bits of the content's SHA-256: enough to detect a mistake of the sender, its only purpose. */
function fingerprint(content: unknown): string {
  const text = JSON.stringify(content, inKeyOrder);
  return base32(createHash('sha256').update(text).digest()).slice(0, 10);
}

/** Sorts members: content that was parsed and serialized on its way may have them in another order. */
function inKeyOrder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
