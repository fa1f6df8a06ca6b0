// Composes the handlers of the catalog.

import {
  makeBlobCatalogUploads,
  makeBlobImportReports,
  prepareCatalogUploads,
} from '../adapters/storage/blob-catalog-imports';
import { makeTableProductPictures } from '../adapters/storage/table-pictures';
import { makeCatalogHandlers } from '../catalog/handlers';
import { makeImportCatalog } from '../catalog/import-catalog';
import { makeCatalogJobHandlers } from '../catalog/job-handlers';
import { makeListShownProducts } from '../catalog/shown-products';
import { makeSweepCatalogFiles } from '../catalog/sweep-catalog-files';
import { availability, catalogStore, config, now, storage } from './ground';

const uploads = makeBlobCatalogUploads(storage);
const reports = makeBlobImportReports(storage);
export const importCatalog = makeImportCatalog({ uploads, reports, store: catalogStore, now });
export const sweepCatalogFiles = makeSweepCatalogFiles({ uploads, reports, importCatalog, now });

const shown = { store: catalogStore, pictures: makeTableProductPictures(storage), availability: availability.shown };
export const listShownProducts = makeListShownProducts(shown);

export const catalog = {
  ...makeCatalogHandlers(shown),
  ...makeCatalogJobHandlers(importCatalog),
  eventSource: config.pictures.eventSource,
  /** Does not delay or prevent the start: without storage no upload arrives either, and the next use tries again. */
  prepareUploads: () => {
    prepareCatalogUploads(storage).catch((cause) => console.warn('The container catalog-uploads was not made:', cause));
  },
};
