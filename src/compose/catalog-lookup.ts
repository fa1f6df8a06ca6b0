// The catalog as carts and orders look products up, without knowing its document.

import { summaries } from '../catalog/catalog';
import type { CatalogStore } from '../catalog/ports';
import type { ProductLookup } from '../shared/contracts';

export function makeCatalogLookup(store: CatalogStore): ProductLookup {
  return {
    async find(skus) {
      const { catalog } = await store.read();
      return summaries(catalog, skus);
    },
  };
}
