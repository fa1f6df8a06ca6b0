import { cleanUp } from '../cli/host-process';
import { type CosmosApp, startCosmosApp } from './cosmos-app';

let app: CosmosApp;
beforeAll(async () => {
  app = await startCosmosApp();
});
afterAll(cleanUp);

const orders = () => app.client.database('shop').container('orders');
const save = (body: unknown) => app.call('PUT', 'orders', JSON.stringify(body));
const get = async (path: string) => (await app.call('GET', path)).value;
const ids = async (path: string) => ((await get(path)) as { id: string }[]).map(({ id }) => id).sort();

describe('the Cosmos DB output', () => {
  it('creates database and container with the partition key when they are missing', async () => {
    expect((await save({ id: 'o1', customer: 'ada', city: 'Bern', total: 1 })).status).toBe(204);
    expect((await orders().read()).resource?.partitionKey?.paths).toEqual(['/customer']);
    expect((await orders().item('o1', 'ada').read()).resource).toMatchObject({ city: 'Bern', total: 1 });
  });

  it('replaces a document of the same id and partition', async () => {
    await save({ id: 'o2', customer: 'ada', city: 'Bern', total: 1 });
    await save({ id: 'o2', customer: 'ada', city: 'Oslo', total: 2 });
    expect((await orders().item('o2', 'ada').read()).resource).toMatchObject({ city: 'Oslo', total: 2 });
  });

  it('writes every object of an array', async () => {
    await save([
      { id: 'o3', customer: 'bob', city: 'Bern' },
      { id: 'o4', customer: 'bob', city: 'Oslo' },
    ]);
    expect((await orders().item('o3', 'bob').read()).resource).toMatchObject({ city: 'Bern' });
    expect((await orders().item('o4', 'bob').read()).resource).toMatchObject({ city: 'Oslo' });
  });

  it('parses a text that looks like JSON', async () => {
    await app.call('PUT', 'orders?as=text', ' [{"id":"o5","customer":"cid","city":"Rome"}] ');
    expect((await orders().item('o5', 'cid').read()).resource).toMatchObject({ city: 'Rome' });
  });

  it.each([
    ['a text', '"hello"', "The Cosmos DB container 'orders' accepts only objects."],
    ['an object without id', '{"customer":"x"}', "container 'orders' must have an 'id' that is a string."],
    ['an id that is a number', '{"id":7,"customer":"x"}', "container 'orders' must have an 'id' that is a string."],
  ])('fails the invocation for %s', async (_, body, why) => {
    expect((await app.call('PUT', 'orders', body)).status).toBe(500);
    await app.host.shows(why);
  });

  it('fails if the container is missing and must not be created', async () => {
    expect((await app.call('PUT', 'strict', '{"id":"a"}')).status).toBe(500);
    await app.host.shows("The container 'nowhere' of Cosmos DB database 'shop' does not exist.");
  });
});

describe('the Cosmos DB input', () => {
  beforeAll(async () => {
    await save([
      { id: 'i1', customer: 'eve', city: 'Paris' },
      { id: 'i2', customer: 'eve', city: 'Lima' },
      { id: 'i3', customer: 'fay', city: 'Paris' },
    ]);
  });

  it('is the document with an id and partition key', async () => {
    expect(await get('orders/eve/i1')).toMatchObject({ id: 'i1', customer: 'eve', city: 'Paris' });
  });

  it('is undefined if there is no such document', async () => {
    expect(await get('orders/eve/i3')).toBe('none');
    expect(await get('orders/eve/nothing')).toBe('none');
  });

  it('is all documents of a partition', async () => {
    expect(await ids('orders/eve')).toEqual(['i1', 'i2']);
    expect(await ids('orders/nobody')).toEqual([]);
  });

  it('is all documents without id, query and partition', async () => {
    expect(await ids('orders')).toEqual(expect.arrayContaining(['i1', 'i2', 'i3', 'o1']));
  });

  it('is the result of a query, with expressions as parameters', async () => {
    expect(await get('search/fay?city=Paris')).toEqual([{ id: 'i1' }]);
    expect(await get(`search/fay?city=${encodeURIComponent('x" OR true OR "')}`)).toEqual([]);
  });

  it('is the result of a query in a partition', async () => {
    expect(await ids('search-of/fay?city=Paris')).toEqual(['i3']);
  });

  it('fails the invocation when an expression has no value', async () => {
    expect((await app.call('GET', 'search/fay')).status).toBe(500);
    await app.host.shows("Error while accessing 'city': property doesn't exist.");
  });
});
