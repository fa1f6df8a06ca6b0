// All operations of the API, by area.

import { cartApi, ownerCartApi } from '../carts/cart-api';
import { catalogApi } from '../catalog/catalog-api';
import { makeOperationsApi } from '../operations/operations-api';
import { orderApi } from '../orders/http/order-api';
import { ordersOverviewSchema } from '../orders/http/orders-overview-schema';
import { ownerOrderApi } from '../orders/http/owner-order-api';
import { webhookApi } from '../orders/http/webhook-api';
import { pictureApi } from '../pictures/picture-api';
import type { AreaApi } from '../shared/http/operation';
import { stockApi } from '../stock/stock-api';
import { deliveryApi } from '../webhooks/delivery-api';
import { descriptionApi } from './description-api';

export interface DescribedArea {
  name: string;
  description: string;
  operations: AreaApi;
}

export const apiAreas: readonly DescribedArea[] = [
  { name: 'Catalog', description: 'Products with prices, availability and pictures.', operations: catalogApi },
  { name: 'Cart', description: "The caller's cart. It exists from its first line on.", operations: cartApi },
  { name: 'Orders', description: "The caller's orders, from the checkout on.", operations: orderApi },
  { name: 'All orders', description: 'The orders of all customers, for the owner.', operations: ownerOrderApi },
  { name: 'All carts', description: 'The carts of all customers, for the owner.', operations: ownerCartApi },
  { name: 'Stock', description: 'Units of each product, for the owner.', operations: stockApi },
  { name: 'Pictures', description: 'Uploads and renditions of product pictures.', operations: pictureApi },
  { name: 'Webhooks', description: 'Signed reports from the carrier and from Stripe.', operations: webhookApi },
  {
    name: 'Outgoing webhooks',
    description: 'Events of orders, posted to other systems.',
    operations: deliveryApi,
  },
  {
    name: 'Operations',
    description: 'Health, what needs attention, and repairs.',
    operations: makeOperationsApi(ordersOverviewSchema),
  },
  { name: 'Description', description: 'The API about itself.', operations: descriptionApi },
];
