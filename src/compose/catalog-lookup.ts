// Connects carts and orders to the catalog: product lookup without knowledge of the catalog document.

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
