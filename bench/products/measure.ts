// Reads the product list as a client does: page by page until there is no cursor, then a page again with its ETag.

import { expectStatus, type Shop } from '../../scripts/shop/shop-client';
import { unitsBySku } from './bench-shop';
import { median, type Round } from './report';

const pageSize = 500;
const repeats = 25;

interface Page {
  products: { sku: string; available: number | null }[];
  cursor?: string;
}

/** One round on a host that has just started. A version without pages ignores the query and sends everything at once. */
export async function measure(shop: Shop, counted: () => number): Promise<Round> {
  const operations: number[] = [];
  const products: Page['products'] = [];
  const began = performance.now();
  let cursor: string | undefined;
  do {
    const page = expectStatus(await shop.anyone<Page>('GET', `/products?${query(cursor)}`), 200);
    operations.push(counted());
    products.push(...page.products);
    cursor = page.cursor;
  } while (cursor !== undefined);
  const allMs = performance.now() - began;
  check(products);
  return { allMs, notModifiedMs: await notModifiedMs(shop), operationsAPage: Math.max(...operations) };
}

async function notModifiedMs(shop: Shop): Promise<number> {
  const path = `/products?${query(undefined)}`;
  const etag = (await shop.anyone('GET', path)).headers.get('etag') ?? '';
  const times: number[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    const began = performance.now();
    expectStatus(await shop.anyone('GET', path, { headers: { 'if-none-match': etag } }), 304);
    times.push(performance.now() - began);
  }
  return median(times);
}

function query(cursor: string | undefined): URLSearchParams {
  return new URLSearchParams({ limit: String(pageSize), ...(cursor !== undefined && { cursor }) });
}

/** @throws when a product is missing or has another availability than was put in stock. */
function check(products: Page['products']): void {
  const wrong = products.filter(({ sku, available }) => available !== unitsBySku.get(sku));
  const [first] = wrong;
  if (first) throw new Error(`${wrong.length} products are wrong; ${first.sku} has ${first.available} units.`);
  const skus = new Set(products.map(({ sku }) => sku));
  if (skus.size !== unitsBySku.size) throw new Error(`${skus.size} products instead of ${unitsBySku.size}.`);
}
