// Converts values of the worker protocol to what a handler sees.

import { isUtf8 } from 'node:buffer';

/** A value of the worker protocol with parsed JSON and decoded bytes: `{string: {…}}`. */
export function typed(data: object): unknown {
  const { data: _which, ...members } = data as Record<string, unknown>;
  const text = textOf(members);
  // The worker parses every text as JSON and falls back to the text, so a handler sees no difference between the two forms.
  if (text !== undefined && !isJson(text)) return { string: text };
  return Object.fromEntries(Object.entries(members).map(([kind, value]) => [kind, opened(value)]));
}

/** The text of a value, also if it is a JSON string; undefined for other values. */
export function textOf({ string, json }: { string?: unknown; json?: unknown }): string | undefined {
  if (typeof string === 'string') return string;
  const value: unknown = typeof json === 'string' && isJson(json) ? JSON.parse(json) : undefined;
  return typeof value === 'string' ? value : undefined;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function opened(value: unknown): unknown {
  if (typeof value === 'string') return parsed(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  if (!('$base64' in value)) return typed(value);
  const bytes = Buffer.from(String(value.$base64), 'base64');
  return isUtf8(bytes) ? parsed(bytes.toString()) : value;
}

/** HTML becomes a placeholder, JSON objects and arrays become values, everything else stays text. */
export function parsed(text: string): unknown {
  if (/^\s*<!doctype html/i.test(text)) return '<html page>';
  return /^\s*[[{]/.test(text) && isJson(text) ? JSON.parse(text) : text;
}
