// The OpenAPI document: valid, complete, and with examples that its schemas accept.

import { apiAreas } from '../../../src/api/api-description';
import { makeOpenApiDocument } from '../../../src/api/openapi-document';
import type { Operation } from '../../../src/shared/http/operation';

const document = makeOpenApiDocument(apiAreas);
const described = apiAreas.flatMap(({ operations }) => Object.entries<Operation>(operations));

test('every reference leads to a component', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/(\w+)\/([^"]+)"/g)];
  expect(references.length).toBeGreaterThan(20);
  const missing = references.filter(([, kind = '', name = '']) => {
    const components: Record<string, object> = document.components;
    return !(name in (components[kind] ?? {}));
  });
  expect(missing.map(([text]) => text)).toEqual([]);
});

describe.each(described)('%s', (_name, { body, answers }) => {
  it('accepts the example of its body', () => {
    if (body) expect(body.schema.safeParse(body.example)).toMatchObject({ success: true });
  });

  it('has examples of its answers that fit their schemas', () => {
    for (const { schema, example } of Object.values(answers)) {
      if (schema && example !== undefined) expect(schema.safeParse(example)).toMatchObject({ success: true });
    }
  });
});
