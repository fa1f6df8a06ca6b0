// Values as they cross the boundary to the worker, reduced to what a handler gets to see of them.

import { isUtf8 } from 'node:buffer';

/** A value of the worker protocol with its JSON text and bytes opened: `{string: {…}}`. */
export function typed(data: object): unknown {
  const { data: _which, ...members } = data as Record<string, unknown>;
  const text = textOf(members);
  // The worker parses every text as JSON and takes it as it is when it is none: so both forms are the same to a handler.
  if (text !== undefined && !isJson(text)) return { string: text };
  return Object.fromEntries(Object.entries(members).map(([kind, value]) => [kind, opened(value)]));
}

/** The text that is a value, or a JSON string in it; undefined for any other. */
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

/** A page of HTML counts as one word; JSON is a value where it is an object or a list, anything else as the text it is. */
export function parsed(text: string): unknown {
  if (/^\s*<!doctype html/i.test(text)) return '<html page>';
  return /^\s*[[{]/.test(text) && isJson(text) ? JSON.parse(text) : text;
}
