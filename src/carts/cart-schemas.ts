// The schemas of what a customer sends to change the cart.

import { z } from 'zod';
import { isPrintable } from '../shared/printable-text';
import { cartLimits } from './cart';

const sku = z
  .string()
  .min(1)
  .max(40)
  .check(isPrintable)
  .meta({ examples: ['enamel-mug'] });
const quantity = z
  .int()
  .min(1)
  .max(cartLimits.maxQuantity)
  .meta({ examples: [2] });

export const addition = z.strictObject({ sku, quantity }).meta({ id: 'CartAddition' });
export const setting = z.strictObject({ quantity }).meta({ id: 'CartQuantity' });
export const linePath = z.object({ sku });
