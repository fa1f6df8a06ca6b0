// Reads settings from host.json by path, with defaults and validation; an error names the path, the rule and the value.
// Overrides are always strings, so `"8"` is read as `8`.

import { parseDuration } from '../core/duration';
import { StartupError } from '../core/startup-error';
import { isObject, type JsonObject } from './host-json-overrides';

export interface HostJsonReader {
  value(path: string): unknown;
  text(path: string, fallback: string): string;
  integer(path: string, fallback: number, range?: { min?: number; max?: number }): number;
  /** Milliseconds. */
  duration(path: string, fallbackMs: number, minMs?: number): number;
  oneOf<T extends string>(path: string, choices: readonly [T, ...T[]]): T;
  strings(path: string): Record<string, string>;
}

/** @param root the parsed host.json. Names are not case-sensitive. */
export function makeHostJsonReader(root: JsonObject): HostJsonReader {
  const value = (path: string) => path.split('.').reduce<unknown>(member, root);
  const invalid = (path: string, rule: string): never => {
    throw new StartupError(`host.json: ${path} must be ${rule}, not ${JSON.stringify(value(path))}.`);
  };
  return {
    value,
    text(path, fallback) {
      const found = value(path) ?? fallback;
      return typeof found === 'string' ? found : invalid(path, 'a string');
    },
    integer(path, fallback, { min = 0, max = Number.MAX_SAFE_INTEGER } = {}) {
      const found = value(path) ?? fallback;
      const number = typeof found === 'string' && found.trim() !== '' ? Number(found) : found;
      const fits = typeof number === 'number' && Number.isInteger(number) && number >= min && number <= max;
      return fits
        ? number
        : invalid(path, `a whole number from ${min}${max === Number.MAX_SAFE_INTEGER ? '' : ` to ${max}`}`);
    },
    duration(path, fallbackMs, minMs = 0) {
      const found = value(path);
      if (found === undefined || found === null) return fallbackMs;
      const ms = parseDuration(String(found));
      return ms !== undefined && ms >= minMs ? ms : invalid(path, `a duration hh:mm:ss of at least ${minMs} ms`);
    },
    oneOf(path, choices) {
      const found = value(path) ?? choices[0];
      const choice = choices.find((name) => name.toLowerCase() === String(found).toLowerCase());
      return choice ?? invalid(path, `one of ${choices.join(', ')}`);
    },
    strings(path) {
      const found = value(path) ?? {};
      if (!isObject(found)) return invalid(path, 'an object');
      return Object.fromEntries(Object.entries(found).map(([name, item]) => [name, String(item)]));
    },
  };
}

function member(target: unknown, name: string): unknown {
  if (!isObject(target)) return undefined;
  if (name in target) return target[name];
  const key = Object.keys(target).find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : target[key];
}
