// The committed types are, byte for byte, what the generator makes.

import { readFileSync } from 'node:fs';
import { apiDescription, apiTypesFile, makeApiTypes } from '../../../scripts/api-types';
import { describeWithGenerators } from '../../helpers/client-generator';

describeWithGenerators('the types of the typed client', () => {
  test('the generator makes the committed file from the present description', () => {
    expect(makeApiTypes(apiDescription()) === readFileSync(apiTypesFile, 'utf8')).toBe(true);
  });
});
