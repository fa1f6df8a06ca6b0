// Importing a catalog file: it is published or refused as a whole, with a report, once per version of the file.

import { maxCatalogBytes } from '../../../src/catalog/catalog';
import { makeImportCatalog } from '../../../src/catalog/import-catalog';
import type { CatalogRevision, CatalogUpload, ImportReport } from '../../../src/catalog/ports';
import { accepted } from '../../../src/shared/result';
import { aCatalog, aProduct } from '../../helpers/catalog';

function anImport() {
  const files = new Map<string, CatalogUpload>();
  const reports = new Map<string, ImportReport>();
  const published: object[] = [];
  const current: { revision: CatalogRevision } = { revision: { catalog: aCatalog() } };
  let uploads = 0;
  const run = makeImportCatalog({
    uploads: {
      read: async (file, maxBytes) => {
        const upload = files.get(file);
        return upload && upload.bytes.length > maxBytes ? { ...upload, bytes: 'tooMany' } : upload;
      },
      list: async () => [...files].map(([file, { etag, writtenAt }]) => ({ file, etag, writtenAt })),
    },
    reports: {
      find: async (file) => reports.get(file),
      save: async (report) => void reports.set(report.file, report),
      sourceEtags: async () => new Map([...reports].map(([file, { sourceEtag }]) => [file, sourceEtag])),
    },
    store: {
      read: async () => current.revision,
      publish: async (catalog) => {
        published.push(catalog);
        return accepted({ etag: `v${published.length}` });
      },
    },
    now: () => new Date('2026-01-02T00:00:00.000Z'),
  });
  const upload = (file: string, content: string | Uint8Array | object, writtenAt = new Date('2026-01-02')) => {
    const plain = typeof content === 'string' || content instanceof Uint8Array;
    const bytes = Buffer.from(plain ? content : JSON.stringify(content));
    files.set(file, { etag: `"u${++uploads}"`, writtenAt, bytes });
  };
  return { run, upload, reports, published, current };
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

describe('a file whose event comes late', () => {
  const before = new Date('2026-01-01T10:00:00.000Z');
  const after = new Date('2026-01-01T10:00:01.000Z');

  test('does not replace a catalog that was published after it was uploaded', async () => {
    const { run, upload, reports, published, current } = anImport();
    upload('spring.json', oak, before);
    current.revision = { catalog: aCatalog(), etag: 'v9', publishedAt: after };

    await expect(run('spring.json')).resolves.toMatchObject({
      outcome: 'superseded',
      publishedAt: after.toISOString(),
    });
    expect(published).toEqual([]);
    expect(reports.get('spring.json')).toMatchObject({ outcome: 'superseded', sourceEtag: '"u1"' });
    await expect(run('spring.json')).resolves.toBe('repeated');
  });

  test('replaces a catalog that is older, or of the same second', async () => {
    for (const publishedAt of [before, after]) {
      const { run, upload, published, current } = anImport();
      upload('spring.json', oak, after);
      current.revision = { catalog: aCatalog(), etag: 'v9', publishedAt };
      await expect(run('spring.json')).resolves.toMatchObject({ outcome: 'published' });
      expect(published).toEqual([oak]);
    }
  });

  test('is reported as published if a crash came between its publication and the report', async () => {
    const { run, upload, current } = anImport();
    upload('spring.json', oak, before);
    current.revision = { catalog: oak, etag: 'v1', publishedAt: after };
    await expect(run('spring.json')).resolves.toMatchObject({ outcome: 'published' });
  });
});
