// Catalog files whose event never came are imported, oldest first, and each version once.

import type { ImportOutcome } from '../../../src/catalog/import-catalog';
import type { ListedUpload } from '../../../src/catalog/ports';
import { makeSweepCatalogFiles } from '../../../src/catalog/sweep-catalog-files';

const at = (minute: number) => new Date(Date.UTC(2026, 0, 2, 0, minute));

function aSweep(files: ListedUpload[], reports: [string, string][] = []) {
  const imported: string[] = [];
  const listings: string[] = [];
  const outcome = (file: string): ImportOutcome => {
    if (file === 'gone.json') return 'gone';
    return { file, sourceEtag: '', at: '', outcome: 'superseded', publishedAt: '' };
  };
  const sweep = makeSweepCatalogFiles({
    uploads: {
      list: async () => {
        listings.push('uploads');
        return files;
      },
    },
    reports: {
      sourceEtags: async () => {
        listings.push('reports');
        return new Map(reports);
      },
    },
    importCatalog: async (file) => {
      if (file === 'broken.json') throw new Error('away');
      imported.push(file);
      return outcome(file);
    },
    now: () => at(10),
  });
  return { sweep, imported, listings };
}

test('files without a report on their version are imported, oldest first', async () => {
  const { sweep, imported } = aSweep(
    [
      { file: 'newer.json', etag: '"n"', writtenAt: at(2) },
      { file: 'older.json', etag: '"o"', writtenAt: at(1) },
      { file: 'changed.json', etag: '"c2"', writtenAt: at(3) },
      { file: 'known.json', etag: '"k"', writtenAt: at(4) },
    ],
    [
      ['changed.json', '"c1"'],
      ['known.json', '"k"'],
    ],
  );
  expect(await sweep()).toEqual({
    handled: ['older.json', 'newer.json', 'changed.json'].map((file) => `catalog-uploads/${file} (superseded)`),
    failed: [],
  });
  expect(imported).toEqual(['older.json', 'newer.json', 'changed.json']);
});

test('a file of this moment is left to its event', async () => {
  const { sweep, imported } = aSweep([{ file: 'new.json', etag: '"n"', writtenAt: at(10) }]);
  await sweep();
  expect(imported).toEqual([]);
});

test('without files, only they are listed', async () => {
  const { sweep, listings } = aSweep([]);
  await sweep();
  expect(listings).toEqual(['uploads']);
});

test('what fails stays, the others are imported, and a file that is gone is no news', async () => {
  const { sweep, imported } = aSweep(
    ['broken.json', 'gone.json', 'fine.json'].map((file, minute) => ({ file, etag: '"e"', writtenAt: at(minute) })),
  );
  expect(await sweep()).toEqual({
    handled: ['catalog-uploads/fine.json (superseded)'],
    failed: [{ what: 'catalog-uploads/broken.json', error: new Error('away') }],
  });
  expect(imported).toEqual(['gone.json', 'fine.json']);
});

test('a run imports at most twenty', async () => {
  const files = Array.from({ length: 25 }, (_, index) => ({ file: `f${index}`, etag: '"e"', writtenAt: at(0) }));
  const { sweep, imported } = aSweep(files);
  await sweep();
  expect(imported).toHaveLength(20);
});
