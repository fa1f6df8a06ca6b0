// The description names what the app registers, and nothing else.

import { apiAreas } from '../../../src/api/api-description';
import type { Operation } from '../../../src/shared/http/operation';
import { registeredFunctions } from '../../helpers/registered-operations';

// Loaded with the file: it takes longer than a test should.
const functions = registeredFunctions();
const described = apiAreas.flatMap(({ operations }) => Object.entries<Operation>(operations));
const byOperation = (names: string[]) => names.toSorted();

/** It answers whatever no operation takes. */
const notDescribed = ['zzUnknownRoute'];

test('every registered function is described under its name, with its method and path, and no other', () => {
  // HEAD is GET without the body: it needs no description of its own.
  const registered = functions
    .filter(({ name }) => !notDescribed.includes(name))
    .flatMap(({ name, methods, path, authLevel }) =>
      methods
        .filter((method) => method !== 'HEAD')
        .map((method) => `${name}: ${method} ${path} (${authLevel === 'function' ? 'key' : 'no key'})`),
    );
  const operations = described.map(
    ([name, { method, path, access }]) => `${name}: ${method} ${path} (${access === 'owner' ? 'key' : 'no key'})`,
  );
  expect(byOperation(operations)).toEqual(byOperation(registered));
});

test.each(described)('%s describes each parameter of its path', (_name, { path, params = {} }) => {
  const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  expect(Object.keys(params)).toEqual(named);
});
