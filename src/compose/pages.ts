// Composes the handlers of the pages.

import { join } from 'node:path';
import { defaultPageSize } from '../catalog/product-page';
import { makeBuiltPages } from '../serving/built-pages';
import { makePageHandlers } from '../serving/handlers';
import { listShownProducts } from './catalog';
import { config, storage } from './ground';

const { payments } = config;

export const pages = makePageHandlers({
  pages: makeBuiltPages(join(__dirname, '../../pages')),
  facts:
    payments.provider === 'stripe'
      ? { payments: 'stripe', stripeKey: payments.publishableKey }
      : { payments: 'sandbox' },
  listProducts: () => listShownProducts({ limit: defaultPageSize }),
  uploadOrigins: [new URL(storage.blobs.url).origin],
});
