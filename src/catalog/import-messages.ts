// Poisoned events of catalog files: to replay one is to import its file.

import type { QueueMessages } from '../shared/contracts';
import { accepted } from '../shared/result';
import type { ImportCatalog } from './import-catalog';

/** A message is the path of a file, `catalog-uploads/<file>`. */
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
