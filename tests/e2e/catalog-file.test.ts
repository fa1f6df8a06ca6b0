// Catalog import by file: a file uploaded to storage is published or refused as a whole, and a report says which.

import { BlobServiceClient, type ContainerClient } from '@azure/storage-blob';
import type { Product } from '../../client/api-types';
import type { CatalogDocument } from '../../scripts/shop/catalog-document';
import { eventually } from '../../scripts/shop/eventually';
import { expectStatus, makeShop, type Shop } from '../../scripts/shop/shop-client';
import { aCatalog, aProduct } from '../helpers/catalog';
import { makeOwnHost } from '../helpers/own-host';
import { ownHostTest } from '../helpers/own-host-test';

ownHostTest(
  'a valid file replaces the catalog; an invalid one is reported with every error and changes nothing',
  async () => {
    const own = makeOwnHost('catalog-file');
    try {
      const host = await own.start();
      const shop = makeShop(() => host.origin);
      const storage = BlobServiceClient.fromConnectionString(own.storage());
      const published = storage.getContainerClient('catalog');
      const uploads = storage.getContainerClient('catalog-uploads');
      await eventually('the container, made at the start', 10_000, async () =>
        (await uploads.exists()) ? true : undefined,
      );

      await drop(uploads, 'spring.json', aCatalog(aProduct({ sku: 'oak' })));
      await expect(reportOn(published, 'spring.json')).resolves.toMatchObject({ outcome: 'published', products: 1 });
      await eventually('the products of spring', 10_000, async () =>
        (await skus(shop)).includes('oak') ? true : undefined,
      );

      await drop(uploads, 'summer.json', aCatalog(aProduct({ sku: 'elm' }), aProduct({ sku: 'elm', price: -1 })));
      await expect(reportOn(published, 'summer.json')).resolves.toMatchObject({
        outcome: 'refused',
        faults: expect.arrayContaining([
          expect.objectContaining({ field: 'products.1.sku' }),
          expect.objectContaining({ field: 'products.1.price' }),
        ]),
      });
      expect((await catalogOf(shop)).products.map(({ sku }) => sku)).toEqual(['oak']);

      await drop(uploads, 'summer.json', aCatalog(aProduct({ sku: 'elm' })));
      await eventually('the corrected file', 20_000, async () =>
        (await catalogOf(shop)).products[0]?.sku === 'elm' ? true : undefined,
      );
      expect(await previousVersions(published)).toEqual([['oak']]);
    } finally {
      await own.remove();
    }
  },
);

async function drop(container: ContainerClient, file: string, content: object): Promise<void> {
  await container.getBlockBlobClient(file).uploadData(Buffer.from(JSON.stringify(content)));
}

function reportOn(catalog: ContainerClient, file: string): Promise<object> {
  const blob = catalog.getBlobClient(`imports/${file}.json`);
  return eventually(`a report on ${file}`, 20_000, async () =>
    (await blob.exists()) ? (JSON.parse((await blob.downloadToBuffer()).toString()) as object) : undefined,
  );
}

async function skus(shop: Shop): Promise<string[]> {
  const { products } = expectStatus(await shop.anyone<{ products: Product[] }>('GET', '/products'), 200);
  return products.map(({ sku }) => sku);
}

async function catalogOf(shop: Shop): Promise<CatalogDocument> {
  return expectStatus(await shop.owner<CatalogDocument>('GET', '/catalog'), 200);
}

/** The skus of each replaced version. */
async function previousVersions(catalog: ContainerClient): Promise<string[][]> {
  const versions: string[][] = [];
  for await (const { name } of catalog.listBlobsFlat({ prefix: 'previous/' })) {
    const document = JSON.parse((await catalog.getBlobClient(name).downloadToBuffer()).toString()) as CatalogDocument;
    versions.push(document.products.map(({ sku }) => sku));
  }
  return versions;
}
