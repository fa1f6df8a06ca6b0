// A JSON Schema for people: its type in a few words, and its members as a table.

import { code, inlineHtml, table } from './html';
import type { JsonSchema } from './openapi-types';

/** The type, with links to named schemas. */
export function typeOf(schema: JsonSchema): string {
  const { $ref, type, items, anyOf, oneOf, const: only, enum: values } = schema;
  if (typeof $ref === 'string') return reference($ref);
  if (only !== undefined) return code(JSON.stringify(only));
  if (Array.isArray(values)) return values.map((value) => code(JSON.stringify(value))).join(' or ');
  const choices = anyOf ?? oneOf;
  if (Array.isArray(choices)) return choices.map(typeOf).join(' or ');
  if (type === 'array') return `array of ${items ? typeOf(items as JsonSchema) : 'anything'}`;
  return `${type ?? 'anything'}${limits(schema)}`;
}

/** The members of an object, or of each object of a choice; nothing for other types. */
export function membersOf(schema: JsonSchema): string {
  const choices = schema.oneOf ?? schema.anyOf;
  if (Array.isArray(choices)) return choices.map(membersOf).filter(Boolean).join('<p>or</p>');
  const members = Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>);
  const required = (schema.required ?? []) as string[];
  return table(
    ['member', 'type', '', 'meaning'],
    members.flatMap(([name, member]) => rows(name, member, required)),
  );
}

/** A member, followed by the members of an object without a name of its own. */
function rows(name: string, member: JsonSchema, required: readonly string[]): string[][] {
  const need = required.includes(name) ? 'required' : '';
  const meaning = typeof member.description === 'string' ? inlineHtml(member.description) : '';
  const inner = member.type === 'array' ? (member.items as JsonSchema | undefined) : member;
  const nested = Object.entries((inner?.properties ?? {}) as Record<string, JsonSchema>);
  const path = member.type === 'array' ? `${name}[]` : name;
  return [
    [code(name), typeOf(member), need, meaning],
    ...nested.flatMap(([within, one]) =>
      rows(within, one, (inner?.required ?? []) as string[]).map(([first = '', ...rest]) => [
        first.replace('<code>', `<code>${path}.`),
        ...rest,
      ]),
    ),
  ];
}

function reference(ref: string): string {
  const name = ref.split('/').at(-1) ?? '';
  return `<a href="#schema-${name}">${name}</a>`;
}

function limits({ minimum, maximum, minLength, maxLength, format, default: preset }: JsonSchema): string {
  const range = (from: unknown, to: unknown, unit: string) => {
    if (from === undefined && to === undefined) return [];
    if (from === undefined) return [`up to ${to}${unit}`];
    return [to === undefined ? `from ${from}${unit}` : `${from} to ${to}${unit}`];
  };
  const all = [
    ...(format === undefined ? [] : [String(format)]),
    ...range(minimum, maximum, ''),
    ...range(minLength, maxLength, ' characters'),
    ...(preset === undefined ? [] : [`default ${JSON.stringify(preset)}`]),
  ];
  return all.length > 0 ? ` (${all.join(', ')})` : '';
}
