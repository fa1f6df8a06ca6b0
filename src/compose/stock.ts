// What stock is made of.

import { makeStockHandlers } from '../stock/handlers';
import { stockEntity } from '../stock/stock-entity';
import { products, stockOf } from './ground';

export const stock = { ...makeStockHandlers({ stockOf, products }), stockEntity };
