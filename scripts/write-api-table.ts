// Writes README's table of the API: `npm run api:table`.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { apiAreas } from '../src/api/api-description';
import { withApiTable } from './api-table';
import { repositoryRoot } from './repository-root';

const readme = join(repositoryRoot(), 'README.md');
writeFileSync(readme, withApiTable(readFileSync(readme, 'utf8'), apiAreas));
