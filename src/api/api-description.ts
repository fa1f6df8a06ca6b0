// All operations of the API, by area.

import { cartApi } from '../carts/cart-api';
import type { AreaApi } from '../shared/http/operation';
import { descriptionApi } from './description-api';

export interface DescribedArea {
  name: string;
  description: string;
  operations: AreaApi;
}

export const apiAreas: readonly DescribedArea[] = [
  { name: 'Cart', description: "The caller's cart. It is created with the first line.", operations: cartApi },
  { name: 'Description', description: 'The API about itself.', operations: descriptionApi },
];
