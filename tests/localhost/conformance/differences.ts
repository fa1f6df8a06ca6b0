// All places at which two values differ, so that one known difference cannot hide another.

import { isDeepStrictEqual } from 'node:util';

export interface Difference {
  /** Dotted path of the member; '' for the whole. */
  path: string;
  genuine: unknown;
  ours: unknown;
}

/** What the comparison of one recorded thing came to. */
export interface Verdict {
  /** The exchange's label, the instance's name or the call. */
  subject: string;
  /** None where ours is the same. */
  differences: Difference[];
}

export function differences(genuine: unknown, ours: unknown, path = ''): Difference[] {
  if (isDeepStrictEqual(genuine, ours)) return [];
  if (isJsonText(genuine) && isJsonText(ours)) return differences(JSON.parse(genuine), JSON.parse(ours), path);
  if (!isObject(genuine) || !isObject(ours)) return [{ path, genuine, ours }];
  const names = [...new Set([...Object.keys(genuine), ...Object.keys(ours)])];
  return names.flatMap((name) => differences(genuine[name], ours[name], path === '' ? name : `${path}.${name}`));
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** A member that holds JSON as text, as history events do. */
function isJsonText(value: unknown): value is string {
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return false;
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}
