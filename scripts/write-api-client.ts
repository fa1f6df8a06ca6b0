// Writes the types of the typed client: `npm run api:client`. Bundled without a check of types, which the old types might fail.

import { writeFileSync } from 'node:fs';
import { apiDescription, apiTypesFile, makeApiTypes } from './api-types';

writeFileSync(apiTypesFile, makeApiTypes(apiDescription()));
