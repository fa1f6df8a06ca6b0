// Input and output bindings with real storage: how values are stored and read back.

import { TableClient } from '@azure/data-tables';
import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import { type Bindings, makeBindings } from '../../../localhost/bindings/bindings';
import type { Binding } from '../../../localhost/worker/function-registry';
import type { TypedData } from '../../../localhost/worker/typed-data';
import { type RunningAzurite, startAzurite } from '../../helpers/azurite';
import { aListenerContext } from './listener-context';

jest.setTimeout(30_000);

let azurite: RunningAzurite;
let bindings: Bindings;

beforeAll(async () => {
  azurite = await startAzurite();
  bindings = makeBindings(
    aListenerContext({ connectionString: azurite.connectionString, settings: { PLACE: 'there' } }),
  );
});
afterAll(() => azurite.stop());

const binding = (type: string, direction: 'in' | 'out', options: Record<string, unknown>): Binding => ({
  type,
  name: `my${type}`,
  direction,
  connection: 'AzureWebJobsStorage',
  ...options,
});

async function sentTo(queue: string): Promise<string[]> {
  const client = QueueServiceClient.fromConnectionString(azurite.connectionString).getQueueClient(queue);
  const { receivedMessageItems } = await client.receiveMessages({ numberOfMessages: 32 });
  return receivedMessageItems.map(({ messageText }) => Buffer.from(messageText, 'base64').toString());
}

async function put(path: string, data: TypedData, bindingData: Record<string, unknown> = {}): Promise<void> {
  await bindings.applyOutput(binding('blob', 'out', { path }), data, bindingData);
}

function stored(container: string, name: string): Promise<Buffer> {
  const service = BlobServiceClient.fromConnectionString(azurite.connectionString);
  return service.getContainerClient(container).getBlobClient(name).downloadToBuffer();
}

describe('queue output', () => {
  test.each<[string, TypedData, string[]]>([
    ['a text', { string: 'plain string' }, ['plain string']],
    ['an object, as indented JSON', { json: '{"a":1,"u":"ü"}' }, ['{\n  "a": 1,\n  "u": "ü"\n}']],
    ['an array, an item each', { json: '["m1",{"m":2},3,true]' }, ['m1', '{\n  "m": 2\n}', '3', 'True']],
    ['an array as text, an item each', { string: ' ["a","b"] ' }, ['a', 'b']],
    ['a whole number', { int: 12 }, ['12']],
    ['a fraction', { double: 1.5 }, ['1.5']],
    ['a boolean', { json: 'false' }, ['False']],
    ['bytes', { bytes: Buffer.from('raw') }, ['raw']],
    ['nothing, as no message', { json: 'null' }, []],
  ])('sends %s', async (what, data, expected) => {
    const queueName = what
      .replace(/[^a-z]+/g, '-')
      .replace(/-$/, '')
      .slice(0, 60);
    await bindings.applyOutput(binding('queue', 'out', { queueName }), data, {});
    if (expected.length === 0) await expect(sentTo(queueName)).rejects.toThrow(/does not exist/);
    else expect(await sentTo(queueName)).toEqual(expected);
  });
});

describe('blob output', () => {
  test('writes texts, bytes and compact JSON, and creates the container', async () => {
    await put('made-on-demand/{id}/%PLACE%.txt', { string: 'grüße' }, { id: 7 });
    expect((await stored('made-on-demand', '7/there.txt')).toString()).toBe('grüße');
    await put('made-on-demand/b', { bytes: Buffer.from([0, 255]) });
    expect(await stored('made-on-demand', 'b')).toEqual(Buffer.from([0, 255]));
    await put('made-on-demand/b', { json: '{"j":[1, 2]}' });
    expect((await stored('made-on-demand', 'b')).toString()).toBe('{"j":[1,2]}');
  });

  test('fails when the path has a name without a value', async () => {
    await expect(put('box/{unknown}.txt', { string: 'x' })).rejects.toThrow("No value for named parameter 'unknown'.");
  });
});

describe('blob input', () => {
  const read = (path: string, dataType?: string) =>
    bindings.resolveInput(binding('blob', 'in', { path, ...(dataType && { dataType }) }), { id: 'x' });

  test('is the text without a byte order mark, or the bytes if requested', async () => {
    await put('box/x.txt', { string: '\uFEFF{"a":1}' });
    expect(await read('box/{id}.txt')).toEqual({ string: '{"a":1}' });
    expect(await read('box/{id}.txt', 'binary')).toEqual({ bytes: Buffer.from('\uFEFF{"a":1}') });
  });

  test('is undefined if there is no such blob or container', async () => {
    expect(await read('box/missing.txt')).toBeUndefined();
    expect(await read('no-such-box/{id}.txt')).toBeUndefined();
  });
});

describe('table', () => {
  const insert = (data: TypedData, options: Record<string, unknown> = {}) =>
    bindings.applyOutput(binding('table', 'out', { tableName: 'orders', ...options }), data, { tenant: 'acme' });
  const read = async (options: Record<string, unknown>) => {
    const input = binding('table', 'in', { tableName: 'orders', ...options });
    const data = await bindings.resolveInput(input, { tenant: 'acme', name: "O'Hara" });
    return data === undefined ? undefined : (JSON.parse(data.json ?? '') as Record<string, unknown>);
  };

  test('inserts objects with their own keys or those of the binding, and reads one back by its keys', async () => {
    await insert(
      { json: '{"rowkey":"1","Total":12,"Rate":1.5,"Paid":true,"Note":null,"Name":"O\'Hara"}' },
      { partitionKey: '{tenant}' },
    );
    const entity = await read({ partitionKey: '{tenant}', rowKey: '1' });
    expect(entity).toMatchObject({ PartitionKey: 'acme', RowKey: '1', Total: 12, Rate: 1.5, Paid: true });
    expect(entity).not.toHaveProperty('Note');
    const table = TableClient.fromConnectionString(azurite.connectionString, 'orders', {
      allowInsecureConnection: true,
    });
    expect(typeof (await table.getEntity('acme', '1')).Total).toBe('bigint');
  });

  test('inserts an array partition by partition, even more than a hundred entities', async () => {
    const items = Array.from({ length: 130 }, (_, index) => ({
      PartitionKey: index < 125 ? 'big' : 'small',
      RowKey: `${index}`,
    }));
    await insert({ json: JSON.stringify(items) });
    expect(await read({ partitionKey: 'big' })).toHaveLength(125);
    expect(await read({ partitionKey: 'big', take: 3 })).toHaveLength(3);
    expect(await read({ partitionKey: 'small' })).toHaveLength(5);
  });

  test('combines the partition key with a filter, whose values are quoted', async () => {
    const found = await read({ partitionKey: 'acme', filter: "Name eq '{name}'" });
    expect(found).toMatchObject([{ RowKey: '1' }]);
    expect(await read({ partitionKey: 'acme', filter: "Name eq 'nobody' or Name eq 'none'" })).toEqual([]);
  });

  test('fails on an existing key, a missing key and a nested value', async () => {
    const again = { json: '{"PartitionKey":"acme","RowKey":"1"}' };
    await expect(insert(again)).rejects.toMatchObject({ statusCode: 409 });
    await expect(insert({ json: '{"RowKey":"1"}' })).rejects.toThrow('needs PartitionKey');
    await expect(insert({ json: '{"PartitionKey":"p","RowKey":"2","deep":{}}' })).rejects.toThrow("'deep'");
  });

  test('a missing entity is undefined, a missing table has no entities', async () => {
    expect(await read({ partitionKey: 'acme', rowKey: 'none' })).toBeUndefined();
    expect(await read({ tableName: 'absent' })).toEqual([]);
  });
});

test('supports queue, blob, table and Cosmos DB only, case-insensitively', () => {
  const supported = ['queue', 'Blob', 'table', 'cosmosDB', 'sql', 'http'].map((type) => [
    type,
    bindings.supports(type, 'in'),
    bindings.supports(type, 'out'),
  ]);
  expect(supported).toEqual([
    ['queue', false, true],
    ['Blob', true, true],
    ['table', true, true],
    ['cosmosDB', true, true],
    ['sql', false, false],
    ['http', false, false],
  ]);
});
