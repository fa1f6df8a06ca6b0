// Handles storage events of the catalog: a file uploaded to `catalog-uploads` is imported, and the outcome is logged.

import type { InvocationContext } from '@azure/functions';
import type { ImportCatalog } from './import-catalog';

export interface CatalogJobHandlers {
  catalogUploaded: (blob: unknown, context: InvocationContext) => Promise<void>;
}

export function makeCatalogJobHandlers(importCatalog: ImportCatalog): CatalogJobHandlers {
  return {
    async catalogUploaded(_blob, context) {
      const path = String(context.triggerMetadata?.blobTrigger);
      const outcome = await importCatalog(path.slice(path.indexOf('/') + 1));
      if (outcome === 'gone') context.log(`${path} no longer exists.`);
      else if (outcome === 'repeated') context.log(`${path} was already imported.`);
      else if (outcome.outcome === 'published') context.log(`${path}: published with ${outcome.products} products`);
      else if (outcome.outcome === 'superseded') {
        context.warn(`${path}: not published, because the catalog was replaced after it, at ${outcome.publishedAt}.`);
      } else {
        const [first] = outcome.faults;
        const more = outcome.faultCount > 1 ? ` and ${outcome.faultCount - 1} more` : '';
        context.warn(`${path}: refused, ${first?.field}: ${first?.message}${more}; see imports/${outcome.file}.json`);
      }
    },
  };
}
