// Finds all differences between two values, so that a known one does not hide others.

import { isDeepStrictEqual } from 'node:util';

export interface Difference {
  /** Dotted path of the member; '' for the whole value. */
  path: string;
  genuine: unknown;
  ours: unknown;
}

/** The result of comparing one recorded item. */
export interface Verdict {
  /** The exchange's label, the instance's name or the call. */
  subject: string;
  /** Empty if the local host's item is equal. */
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
