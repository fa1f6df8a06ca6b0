// What the document of the storefront shows of a product before a script has run.

import type { ProductPicture } from '../shared/contracts';
import type { Money } from '../shared/money';

export interface ShownProduct {
  sku: string;
  name: string;
  price: Money;
  available: number | null;
  pictures: ProductPicture[];
}

export interface ShownList {
  products: ShownProduct[];
}
