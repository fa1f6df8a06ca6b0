// Dead letters of Event Grid: known events are replayed, then the letter is removed; what nobody knows is kept.

import { makeSweepDeadLetters } from '../../../src/operations/dead-letters';
import type { DeadLetter } from '../../../src/operations/ports';
import { accepted, refused } from '../../../src/shared/result';

const subject = (path: string) => `/blobServices/default/containers/${path.replace('/', '/blobs/')}`;
/** An event as Event Grid stores it. */
const event = (path: string, changes: object = {}) => ({
  topic: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/a',
  subject: subject(path),
  eventType: 'Microsoft.Storage.BlobCreated',
  id: 'e1',
  data: { api: 'PutBlob', eTag: '0x1', url: 'https://a.blob.core.windows.net/x' },
  dataVersion: '',
  metadataVersion: '1',
  eventTime: '2026-01-02T00:00:00Z',
  deadLetterReason: 'MaxDeliveryAttemptsExceeded',
  deliveryAttempts: 30,
  lastDeliveryOutcome: 'Unauthorized',
  ...changes,
});

function aSweep(letters: Record<string, unknown>) {
  const replayed: string[] = [];
  const ends: Record<string, 'removed' | 'kept'> = {};
  const end = (name: string, how: 'removed' | 'kept') => {
    ends[name] = how;
  };
  let isAway = false;
  const store = {
    unread: async (most: number): Promise<DeadLetter[]> =>
      Object.entries(letters)
        .slice(0, most)
        .map(([name, content]) => ({
          name,
          text: typeof content === 'string' ? content : JSON.stringify(content),
          remove: async () => end(name, 'removed'),
          keep: async () => end(name, 'kept'),
        })),
  };
  const replay = async (path: string) => {
    if (isAway) throw new Error('away');
    replayed.push(path);
    return 'sent' as const;
  };
  const sweep = makeSweepDeadLetters(store, {
    uploads: {
      describe: (path) => (/^uploads\/oak\/pic/.test(path) ? accepted({ path }) : refused('NO_UPLOAD', 'no ticket')),
      replay,
    },
    'catalog-uploads': { describe: (path) => accepted({ path }), replay },
  });
  const setAway = (away: boolean) => {
    isAway = away;
  };
  return { sweep, replayed, ends, setAway };
}

test('events of both containers are replayed, and their letters removed', async () => {
  const { sweep, replayed, ends } = aSweep({
    one: [event('uploads/oak/pic_1'), event('catalog-uploads/winter/spring.json')],
    two: event('uploads/oak/pic_2'),
  });
  expect(await sweep()).toEqual({
    handled: ['uploads/oak/pic_1', 'catalog-uploads/winter/spring.json', 'uploads/oak/pic_2'].map(
      (path) => `${path} (dead letter)`,
    ),
    failed: [],
  });
  expect(replayed).toHaveLength(3);
  expect(ends).toEqual({ one: 'removed', two: 'removed' });
});

test.each([
  ['an event of another container', [event('toString/oak/pic_1')]],
  ['an event of another type', [event('uploads/oak/pic_1', { eventType: 'Microsoft.Storage.BlobDeleted' })]],
  ['a file without a ticket', [event('uploads/notes.txt')]],
  ['another subject', [event('uploads/oak/pic_1', { subject: 'elsewhere' })]],
  ['no event at all', [null]],
  ['an empty list', []],
  ['text that is no JSON', '{"subject":'],
])('%s is kept for people', async (_case, content) => {
  const { sweep, replayed, ends } = aSweep({ one: content });
  expect(await sweep()).toEqual({ handled: [], failed: [] });
  expect(replayed).toEqual([]);
  expect(ends).toEqual({ one: 'kept' });
});

test('a letter with both kinds of events is kept, and those that are known are replayed', async () => {
  const { sweep, replayed, ends } = aSweep({ one: [event('elsewhere/x'), event('uploads/oak/pic_1')] });
  await sweep();
  expect(replayed).toEqual(['uploads/oak/pic_1']);
  expect(ends).toEqual({ one: 'kept' });
});

test('a letter whose replay fails stays for the next run', async () => {
  const { sweep, ends, setAway } = aSweep({ one: [event('uploads/oak/pic_1')] });
  setAway(true);
  expect(await sweep()).toEqual({
    handled: [],
    failed: [{ what: 'eventgrid-deadletter/one', error: new Error('away') }],
  });
  expect(ends).toEqual({});
  setAway(false);
  await sweep();
  expect(ends).toEqual({ one: 'removed' });
});
