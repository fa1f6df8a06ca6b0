// Poison messages of the blob trigger are replayed by the function they were for.

import { makeImportMessages } from '../../../src/catalog/import-messages';
import { makeBlobTriggerMessages } from '../../../src/operations/blob-trigger-messages';
import { accepted, refused } from '../../../src/shared/result';

const message = (more: object = {}) =>
  JSON.stringify({
    Type: 'BlobTrigger',
    FunctionId: 'Host.Functions.fileUploaded',
    BlobType: 'BlockBlob',
    ContainerName: 'files',
    BlobName: 'a/b.txt',
    ETag: '"e"',
    ...more,
  });

function someMessages() {
  const replayed: string[] = [];
  const messages = makeBlobTriggerMessages({
    fileUploaded: {
      describe: (path) => (path.endsWith('.txt') ? accepted({ path }) : refused('NO_FILE', 'it is no text')),
      async replay(path) {
        replayed.push(path);
        return 'sent';
      },
    },
  });
  return { messages, replayed };
}

it('describes a message by its function and blob', () => {
  const { messages } = someMessages();
  expect(messages.describe(message())).toEqual(accepted({ function: 'fileUploaded', path: 'files/a/b.txt' }));
  expect(messages.describe(message({ BlobName: 'a.png' }))).toMatchObject({ ok: false, detail: 'it is no text' });
});

it('passes the blob to its function', async () => {
  const { messages, replayed } = someMessages();
  expect(await messages.replay(message())).toBe('sent');
  expect(replayed).toEqual(['files/a/b.txt']);
});

it.each([
  ['a function that the app no longer has', message({ FunctionId: 'Host.Functions.gone' }), /no blob function gone/],
  ['a function named like a part of every object', message({ FunctionId: 'constructor' }), /no blob function/],
  ['no blob', message({ BlobName: undefined }), /BlobName/],
  ['no JSON', 'files/a/b.txt', /JSON/],
])('never replays a message with %s', async (_name, text, reason) => {
  const { messages, replayed } = someMessages();
  expect(messages.describe(text)).toMatchObject({ ok: false, detail: expect.stringMatching(reason) });
  await expect(messages.replay(text)).rejects.toThrow('Not a blob trigger message');
  expect(replayed).toEqual([]);
});

it.each([
  ['gone', 'settled'],
  ['repeated', 'settled'],
  [{ file: 'c.json', sourceEtag: 'e', at: '', outcome: 'published', products: 1, etag: 'x' }, 'sent'],
] as const)('imports a file for the catalog, and %j is %s', async (outcome, expected) => {
  const files: string[] = [];
  const messages = makeImportMessages(async (file) => {
    files.push(file);
    return outcome;
  });
  expect(messages.describe('catalog-uploads/c.json')).toEqual(accepted({ file: 'c.json' }));
  expect(await messages.replay('catalog-uploads/c.json')).toBe(expected);
  expect(files).toEqual(['c.json']);
});
