// The committed types of the typed client are those of the API's description, also where the generator is not installed.

import { readFileSync } from 'node:fs';
import { apiDescription, apiTypesFile, firstLineOfTypes } from '../../../scripts/api-types';

const committed = readFileSync(apiTypesFile, 'utf8');
const description = apiDescription();

test('the committed types were made from the present description (npm run api:client makes them)', () => {
  expect(committed.split('\n', 1)[0]).toBe(firstLineOfTypes(description).trim());
});

test('types of another description would not pass', () => {
  expect(firstLineOfTypes(description.replace('"/cart"', '"/basket"'))).not.toBe(firstLineOfTypes(description));
});
