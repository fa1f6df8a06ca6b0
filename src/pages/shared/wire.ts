// Short names for what the API answers.

import type { components } from '../../../client/api-types';

type Schemas = components['schemas'];

export type Money = Schemas['Money'];
export type Picture = Schemas['ProductPicture'];
export type Product = Schemas['Product'];
export type Cart = Schemas['Cart'];
export type Checkout = Schemas['Checkout'];
export type Order = Schemas['Order'];
export type OrderSummary = Schemas['OrderSummary'];

/** Every refusal has these members; some have more. */
export interface ProblemDocument {
  code: string;
  title: string;
  detail: string;
  status: number;
  requestId: string;
  errors?: { path: string; message: string }[];
  orderId?: string;
  total?: Money;
  retryAfterSeconds?: number;
}
