// Composes the handlers and the entity of stock.

import { makeStockHandlers } from '../stock/handlers';
import { stockEntity } from '../stock/stock-entity';
import { products, stockOf } from './ground';

export const stock = { ...makeStockHandlers({ stockOf, products }), stockEntity };
