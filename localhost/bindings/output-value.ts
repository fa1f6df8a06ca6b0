// Decodes a handler's output for the output bindings: its type, and for collector bindings (queue, table, Cosmos DB)
// its items, following the rules of the genuine host.

import type { TypedData } from '../worker/typed-data';
import { looksLikeJson, scalarText } from './json-text';

/** A decoded output. `integer` and `double` are separate because a blob stores them in different widths. */
export type OutputValue =
  | { kind: 'text'; text: string }
  | { kind: 'bytes'; bytes: Uint8Array }
  | { kind: 'integer' | 'double'; number: number }
  | { kind: 'json'; value: unknown };

/** @returns undefined when there is nothing to write: no property is set, or the value is JSON `null`. */
export function outputValue(data: TypedData): OutputValue | undefined {
  if (data.string !== undefined) return { kind: 'text', text: data.string };
  if (data.bytes !== undefined) return { kind: 'bytes', bytes: data.bytes };
  if (data.int !== undefined) return { kind: 'integer', number: data.int };
  if (data.double !== undefined) return { kind: 'double', number: data.double };
  if (data.json === undefined) return undefined;
  const value: unknown = JSON.parse(data.json);
  return value === null ? undefined : { kind: 'json', value };
}

/** A collector output's items: the elements of an array (also of an array in JSON text), or the one value. */
export function collectorItems(output: OutputValue): OutputValue[] {
  if (output.kind === 'text' && looksLikeJson(output.text)) {
    return elements(JSON.parse(output.text));
  }
  return output.kind === 'json' ? elements(output.value) : [output];
}

function elements(value: unknown): OutputValue[] {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.map((element) =>
    typeof element === 'string' ? { kind: 'text', text: element } : { kind: 'json', value: element },
  );
}

/** An item as text or bytes: objects and arrays as indented JSON, booleans as `True` or `False`, numbers as text. */
export function itemContent(item: OutputValue): string | Uint8Array {
  switch (item.kind) {
    case 'text':
      return item.text;
    case 'bytes':
      return item.bytes;
    case 'integer':
    case 'double':
      return scalarText(item.number);
    case 'json':
      return typeof item.value === 'object' && item.value !== null
        ? JSON.stringify(item.value, null, 2)
        : scalarText(item.value);
  }
}
