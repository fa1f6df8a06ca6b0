// A page of products as the shop shows it, for the API and for the document of the storefront.

import type { z } from 'zod';
import type { ProductPictures, ShownAvailability } from '../shared/contracts';
import type { CatalogStore } from './ports';
import { pageOf, type pageQuery } from './product-page';
import { type ProductList, productView } from './product-view';

export interface CatalogDeps {
  store: CatalogStore;
  pictures: ProductPictures;
  availability: ShownAvailability;
}

export type ListShownProducts = (query: z.infer<typeof pageQuery>) => Promise<ProductList>;

export function makeListShownProducts({ store, pictures, availability }: CatalogDeps): ListShownProducts {
  return async (query) => {
    const [{ catalog }, unitsOf, shown] = await Promise.all([store.read(), availability.read(), pictures.all()]);
    const { products, ...next } = pageOf(catalog.products, query);
    const views = products.map((product) =>
      productView(product, catalog.currency, unitsOf(product.sku), shown.get(product.sku) ?? []),
    );
    return { products: views, ...next };
  };
}
