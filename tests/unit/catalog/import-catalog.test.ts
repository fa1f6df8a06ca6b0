// Importing a catalog file: it is published or refused as a whole, with a report, once per version of the file.

import { maxCatalogBytes } from '../../../src/catalog/catalog';
import { makeImportCatalog } from '../../../src/catalog/import-catalog';
import type { CatalogUpload, ImportReport } from '../../../src/catalog/ports';
import { accepted } from '../../../src/shared/result';
import { aCatalog, aProduct } from '../../helpers/catalog';

function anImport() {
  const files = new Map<string, CatalogUpload>();
  const reports = new Map<string, ImportReport>();
  const published: object[] = [];
  let uploads = 0;
  const run = makeImportCatalog({
    uploads: {
      read: async (file, maxBytes) => {
        const upload = files.get(file);
        return upload && upload.bytes.length > maxBytes ? { etag: upload.etag, bytes: 'tooMany' } : upload;
      },
    },
    reports: {
      find: async (file) => reports.get(file),
      save: async (report) => void reports.set(report.file, report),
    },
    store: {
      read: async () => ({ catalog: aCatalog() }),
      publish: async (catalog) => {
        published.push(catalog);
        return accepted({ etag: `v${published.length}` });
      },
    },
    now: () => new Date('2026-01-02T00:00:00.000Z'),
  });
  const upload = (file: string, content: string | Uint8Array | object) => {
    const plain = typeof content === 'string' || content instanceof Uint8Array;
    files.set(file, { etag: `"u${++uploads}"`, bytes: Buffer.from(plain ? content : JSON.stringify(content)) });
  };
  return { run, upload, reports, published };
}

const oak = aCatalog(aProduct());

test('a valid file is published, and the report has the published version', async () => {
  const { run, upload, reports, published } = anImport();
  upload('spring.json', oak);

  await expect(run('spring.json')).resolves.toMatchObject({ outcome: 'published', products: 1, etag: 'v1' });
  expect(published).toEqual([oak]);
  expect(reports.get('spring.json')).toEqual({
    file: 'spring.json',
    sourceEtag: '"u1"',
    at: '2026-01-02T00:00:00.000Z',
    outcome: 'published',
    products: 1,
    etag: 'v1',
  });
});

test('every error is reported with its path, and nothing is published', async () => {
  const { run, upload, published } = anImport();
  upload('spring.json', {
    ...aCatalog(aProduct(), aProduct(), aProduct({ sku: 'elm', price: 0 })),
    currency: 'euro',
    colour: 'red',
  });

  const report = await run('spring.json');
  expect(report).toMatchObject({ outcome: 'refused', faultCount: 4 });
  expect((report as { faults: { field: string }[] }).faults.map(({ field }) => field).sort()).toEqual([
    'colour',
    'currency',
    'products.1.sku',
    'products.2.price',
  ]);
  expect(published).toEqual([]);
});

test('a repeated event changes nothing, even after another file was published', async () => {
  const { run, upload, published } = anImport();
  upload('spring.json', oak);
  upload('summer.json', aCatalog());
  await run('spring.json');
  await run('summer.json');

  await expect(run('spring.json')).resolves.toBe('repeated');
  expect(published).toHaveLength(2);
});

test('the same file uploaded again is published again', async () => {
  const { run, upload, published } = anImport();
  for (let round = 0; round < 2; round++) {
    upload('spring.json', oak);
    await run('spring.json');
  }
  expect(published).toHaveLength(2);
});

test.each([
  ['text that is no JSON', '{"schemaVersion":', /^is not JSON in UTF-8/],
  ['bytes that are no UTF-8', Uint8Array.of(0x22, 0xff, 0x22), /^is not JSON in UTF-8/],
  ['an empty file', '', /^is not JSON in UTF-8/],
  ['more than the limit', ' '.repeat(maxCatalogBytes + 1), /^is larger than 4 MiB$/],
])('%s is refused and reported', async (_case, content, message) => {
  const { run, upload } = anImport();
  upload('broken.json', content);
  await expect(run('broken.json')).resolves.toMatchObject({
    outcome: 'refused',
    faults: [{ field: '(file)', message: expect.stringMatching(message) }],
  });
});

test('a byte order mark is allowed', async () => {
  const { run, upload } = anImport();
  upload('windows.json', `\ufeff${JSON.stringify(oak)}`);
  await expect(run('windows.json')).resolves.toMatchObject({ outcome: 'published' });
});

test('a deleted file is ignored', async () => {
  await expect(anImport().run('gone.json')).resolves.toBe('gone');
});
