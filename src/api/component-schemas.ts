// Turns zod schemas into JSON Schema. A schema with an id becomes a component of the document, once, and is referred to.

import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { JsonSchema } from './openapi-types';

/** `input`: what a client sends. `output`: what the app answers, which may get further members in the future. */
export type Direction = 'input' | 'output';

export interface ComponentSchemas {
  /** The schema, or a reference to its component. @throws when two different schemas have one id. */
  schemaOf(schema: z.ZodType, direction: Direction): JsonSchema;
  components: Record<string, JsonSchema>;
}

export function makeComponentSchemas(): ComponentSchemas {
  const components: Record<string, JsonSchema> = {};

  function addComponent(name: string, schema: JsonSchema): void {
    const known = components[name];
    if (known && !isDeepStrictEqual(known, schema)) throw new Error(`Two different schemas have the id ${name}.`);
    components[name] = schema;
  }

  return {
    components,
    schemaOf(schema, direction) {
      const {
        $schema: _dialect,
        $defs = {},
        ...root
      } = z.toJSONSchema(schema, {
        io: direction,
        override: ({ jsonSchema }) => simplify(jsonSchema, direction),
      });
      const definitions = withComponentReferences($defs) as Record<string, JsonSchema>;
      for (const [name, definition] of Object.entries(definitions)) addComponent(name, definition);
      return withComponentReferences(root) as JsonSchema;
    },
  };
}

/** Leaves out what says nothing, or says less than the format beside it. */
function simplify(schema: JsonSchema, direction: Direction): void {
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (schema.format === 'date-time' || schema.type === 'integer') delete schema.pattern;
  if (direction === 'output' && schema.additionalProperties === false) delete schema.additionalProperties;
}

function withComponentReferences(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withComponentReferences);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) =>
      name === '$ref'
        ? [name, String(member).replace('#/$defs/', '#/components/schemas/')]
        : [name, withComponentReferences(member)],
    ),
  );
}
