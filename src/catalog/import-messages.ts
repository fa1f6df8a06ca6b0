// Files for the catalog whose events went to poison: importing them now is what the event asked for.

import type { QueueMessages } from '../shared/contracts';
import { accepted } from '../shared/result';
import type { ImportCatalog } from './import-catalog';

/** A file is named by its path, `catalog-uploads/<file>`. */
export function makeImportMessages(importCatalog: ImportCatalog): QueueMessages {
  const fileIn = (path: string) => path.slice(path.indexOf('/') + 1);
  return {
    describe: (path) => accepted({ file: fileIn(path) }),

    async replay(path) {
      const outcome = await importCatalog(fileIn(path));
      return outcome === 'gone' || outcome === 'repeated' ? 'settled' : 'sent';
    },
  };
}
