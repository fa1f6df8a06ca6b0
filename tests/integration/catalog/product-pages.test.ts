// The product list of a large shop, from handlers to storage on Azurite: what a page costs, and that it shows what is in stock.

import { kindOf } from '../../../scripts/count/classify';
import { type CountingProxy, type Service, startCountingProxy } from '../../../scripts/count/counting-proxy';
import { makeBlobCatalog } from '../../../src/adapters/storage/blob-catalog';
import { makeStorage } from '../../../src/adapters/storage/storage';
import { makeTableAvailability } from '../../../src/adapters/storage/table-availability';
import { makeTableProductPictures } from '../../../src/adapters/storage/table-pictures';
import { makeCatalogHandlers } from '../../../src/catalog/handlers';
import { makeAvailabilityNotes } from '../../../src/stock/availability-notes';
import { noStock } from '../../../src/stock/stock';
import { type RunningAzurite, startAzurite } from '../../helpers/azurite';
import { aCatalog, aProduct } from '../../helpers/catalog';
import { call } from '../../helpers/http';

const services: Service[] = ['blob', 'queue', 'table'];
const catalog = aCatalog(...Array.from({ length: 2_000 }, (_, n) => aProduct({ sku: `p-${2_000 - n}` })));

let azurite: RunningAzurite;
let proxies: CountingProxy[];
let connectionString: string;
let operations = 0;

beforeAll(async () => {
  azurite = await startAzurite();
  connectionString = azurite.connectionString;
  proxies = [];
  for (const service of services) {
    const port = Number(new RegExp(`${service}Endpoint=http://[^:;]+:(\\d+)`, 'i').exec(connectionString)?.[1]);
    const proxy = await startCountingProxy(service, port, (request) => {
      if (kindOf(request)) operations++;
    });
    proxies.push(proxy);
    connectionString = connectionString.replace(`:${port}/`, `:${proxy.port}/`);
  }
});
afterAll(async () => {
  for (const proxy of proxies) proxy.close();
  await azurite.stop();
});

/** A process of its own: nothing is cached. */
function aProcess() {
  const storage = makeStorage({ connectionString });
  const store = makeBlobCatalog(storage);
  const notes = makeAvailabilityNotes({
    store: makeTableAvailability(storage),
    writerId: 'here',
    now: Date.now,
    warn: () => undefined,
  });
  const pictures = makeTableProductPictures(storage);
  return { store, notes, handlers: makeCatalogHandlers({ store, pictures, availability: notes.shown }) };
}

interface Page {
  products: { sku: string; available: number | null }[];
  cursor?: string;
}

it('costs at most five storage operations a page, and shows 2,000 products with what another process has noted', async () => {
  const writer = aProcess();
  await writer.store.publish(catalog, undefined);
  for (const [units, { sku }] of catalog.products.slice(1).entries())
    writer.notes.note(sku, { ...noStock, onHand: units });
  await writer.notes.flush();

  const { handlers } = aProcess();
  const found: Page['products'] = [];
  const costs: number[] = [];
  let cursor: string | undefined;
  do {
    operations = 0;
    const query = `?${new URLSearchParams({ limit: '500', ...(cursor && { cursor }) })}`;
    const page = (await call(handlers.listProducts, { query })).body as Page;
    costs.push(operations);
    found.push(...page.products);
    cursor = page.cursor;
  } while (cursor !== undefined && costs.length < 10);
  expect(Math.max(...costs)).toBeLessThanOrEqual(5);
  expect(costs).toHaveLength(4);
  expect(found.map(({ sku, available }) => [sku, available])).toEqual(
    catalog.products.map(({ sku }, at) => [sku, at === 0 ? null : at - 1]),
  );
});
