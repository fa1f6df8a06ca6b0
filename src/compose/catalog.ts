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
import { availability, catalogStore, config, now, storage } from './ground';

export const importCatalog = makeImportCatalog({
  uploads: makeBlobCatalogUploads(storage),
  reports: makeBlobImportReports(storage),
  store: catalogStore,
  now,
});

export const catalog = {
  ...makeCatalogHandlers({
    store: catalogStore,
    pictures: makeTableProductPictures(storage),
    availability: availability.shown,
  }),
  ...makeCatalogJobHandlers(importCatalog),
  eventSource: config.pictures.eventSource,
  /** Does not delay or prevent the start: without storage no upload arrives either, and the next use tries again. */
  prepareUploads: () => {
    prepareCatalogUploads(storage).catch((cause) => console.warn('The container catalog-uploads was not made:', cause));
  },
};
