// The catalog: customers read the products, and the owner replaces the catalog by request or by file.

import { app } from '../compose/app';
import { catalog } from '../compose/catalog';

app.http('listProducts', {
  methods: ['GET'],
  route: 'api/products',
  authLevel: 'anonymous',
  handler: catalog.listProducts,
});

app.http('getProduct', {
  methods: ['GET'],
  route: 'api/products/{sku}',
  authLevel: 'anonymous',
  handler: catalog.getProduct,
});

app.http('readCatalog', {
  methods: ['GET'],
  route: 'api/catalog',
  authLevel: 'function',
  handler: catalog.readCatalog,
});

app.http('replaceCatalog', {
  methods: ['PUT'],
  route: 'api/catalog',
  authLevel: 'function',
  handler: catalog.replaceCatalog,
});

app.storageBlob('catalogUploaded', {
  path: 'catalog-uploads/{file}',
  source: catalog.eventSource,
  connection: 'AzureWebJobsStorage',
  handler: catalog.catalogUploaded,
});

app.hook.appStart(() => catalog.prepareUploads());
