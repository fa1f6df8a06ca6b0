// The store in Cosmos DB keeps the contract over documents in memory, and when those are slow, fail or lose their answers.

import { makeCosmosCartStore } from '../../../../src/adapters/cosmos/cosmos-cart-store';
import { AppError } from '../../../../src/shared/http/errors';
import { itKeepsCarts } from '../../../helpers/cart-store-contract';
import { type FakeCartDocuments, makeFakeCartDocuments } from '../../../helpers/fake-cart-documents';

const usual = { boundMs: 5_000, attempts: 16, firstPauseMs: 4, longestPauseMs: 50 };
const add = { kind: 'add', sku: 'oak', quantity: 1 } as const;

function storeOver(documents: FakeCartDocuments, timing = usual) {
  const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  return makeCosmosCartStore({ documents, timing, now: Date.now, sleep });
}

function aStore(timing = usual) {
  const documents = makeFakeCartDocuments();
  return { documents, store: storeOver(documents, timing) };
}

function withCode(code: string | number): Error {
  return Object.assign(new Error(`failed with ${code}`), { code });
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return 'no error';
  } catch (error) {
    return error instanceof AppError ? error.code : String(error);
  }
}

afterEach(() => jest.useRealTimers());

describe('over documents in memory', () => {
  const { documents, store } = aStore();
  const stores: Parameters<typeof itKeepsCarts>[0] = () => [store, other];
  const other = storeOver(documents);
  itKeepsCarts(stores);
});

it('applies a rush on one cart in a few rounds of one read and one write', async () => {
  const { documents, store } = aStore();
  await Promise.all(Array.from({ length: 90 }, (_, n) => store.apply('cus_1', `c${n}`, add)));
  expect((await store.read('cus_1')).version).toBe(90);
  expect(documents.writes).toBeLessThan(5);
});

it('writes nothing for a command that has been applied', async () => {
  const { documents, store } = aStore();
  await store.apply('cus_1', 'a', add);
  const { writes } = documents;
  expect(await store.apply('cus_1', 'a', add)).toMatchObject({ ok: true, value: { version: 1 } });
  expect(documents.writes).toBe(writes);
});

const passing: [string, string | number][] = [
  ['no connection', 'ECONNREFUSED'],
  ['no answer', 'TimeoutError'],
  ['too many requests', 429],
  ['a fault of the service', 503],
];

it.each(passing)('tries again after %s', async (_name, code) => {
  const { documents, store } = aStore();
  documents.faults = [
    { on: 'read', error: withCode(code) },
    { on: 'write', error: withCode(code) },
  ];
  expect(await store.apply('cus_1', 'a', add)).toMatchObject({ ok: true, value: { version: 1 } });
});

it('counts a change once whose answer was lost', async () => {
  const { documents, store } = aStore();
  documents.faults = [{ on: 'write', error: withCode('ECONNRESET'), after: true }];
  expect(await store.apply('cus_1', 'a', add)).toMatchObject({ ok: true, value: { version: 1 } });
  expect(documents.writes).toBe(1);
});

it('gives up after its attempts, and a repetition of the same command counts once whether it was written or not', async () => {
  for (const after of [true, false]) {
    const { documents, store } = aStore({ ...usual, attempts: 1 });
    documents.faults = [{ on: 'write', error: withCode(503), after }];
    expect(await codeOf(store.apply('cus_1', 'a', add))).toBe('DEPENDENCY.UNAVAILABLE');
    expect(await store.apply('cus_1', 'a', add)).toMatchObject({ ok: true, value: { version: 1 } });
    expect((await store.read('cus_1')).lines).toEqual([{ sku: 'oak', quantity: 1 }]);
  }
});

it('is busy after its attempts when others are always faster', async () => {
  const { documents, store } = aStore({ ...usual, attempts: 3 });
  documents.write = async () => {
    documents.writes++;
    return false;
  };
  expect(await codeOf(store.apply('cus_1', 'a', add))).toBe('CART.BUSY');
  expect(documents.writes).toBe(3);
});

it('is busy after the bound when documents answer slowly, and the repetition counts once', async () => {
  jest.useFakeTimers();
  const { documents, store } = aStore({ ...usual, boundMs: 100 });
  documents.delayMs = 300;
  const codes: string[] = [];
  for (const id of ['a', 'b']) void codeOf(store.apply('cus_1', id, add)).then((code) => codes.push(code));
  await jest.advanceTimersByTimeAsync(99);
  expect(codes).toEqual([]);
  await jest.advanceTimersByTimeAsync(1);
  expect(codes).toEqual(['CART.BUSY', 'CART.BUSY']);
  documents.delayMs = 1;
  const again = storeOver(documents).apply('cus_1', 'a', add);
  // What was not waited for any more comes to its end meanwhile.
  await jest.advanceTimersByTimeAsync(700);
  expect(await again).toMatchObject({ ok: true });
  jest.useRealTimers();
  expect(await storeOver(documents).read('cus_1')).toMatchObject({ version: 2, lines: [{ quantity: 2 }] });
});

it('hands on at once what trying again does not change', async () => {
  const { documents, store } = aStore();
  documents.faults = [{ on: 'read', error: withCode(403) }];
  expect(await codeOf(store.apply('cus_1', 'a', add))).toBe('Error: failed with 403');
  expect(documents.reads).toBe(1);
});

it('goes on with the next commands after a batch that failed', async () => {
  const { documents, store } = aStore({ ...usual, attempts: 1 });
  documents.faults = [{ on: 'read', error: withCode(503) }];
  const outcomes = await Promise.allSettled(['a', 'b', 'c'].map((id) => store.apply('cus_1', id, add)));
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
  expect((await store.read('cus_1')).version).toBe(2);
});

it('tells when a cart cannot be read, or not in time', async () => {
  const { documents, store } = aStore({ ...usual, boundMs: 100 });
  documents.faults = [{ on: 'read', error: withCode('ECONNREFUSED') }];
  expect(await codeOf(store.read('cus_1'))).toBe('DEPENDENCY.UNAVAILABLE');
  jest.useFakeTimers();
  documents.delayMs = 300;
  const late = codeOf(store.read('cus_1'));
  await jest.advanceTimersByTimeAsync(100);
  expect(await late).toBe('CART.BUSY');
});

it('does not take a mistake of ours for a fault that passes', async () => {
  const { documents, store } = aStore();
  documents.faults = [{ on: 'read', error: Object.assign(new TypeError('no such thing'), { code: 'ERR_INVALID' }) }];
  expect(await codeOf(store.apply('cus_1', 'a', add))).toBe('TypeError: no such thing');
});
