// The catalog as its owner reads and replaces it.

import type { paths } from '../../client/api-types';

export type CatalogDocument = paths['/catalog']['get']['responses'][200]['content']['application/json'];
