// All products with what can be sold of each: the way to stock and pictures.

import { useState } from 'preact/hooks';
import { Field } from '../../shared/field';
import { Money } from '../../shared/money';
import { useConsole } from '../parts/console-context';
import { Loading } from '../parts/loading';
import { useLoaded } from '../parts/use-loaded';
import type { Product } from '../schemas';

const everyMs = 60_000;
const pageSize = 200;
/** Enough for the shops that this is made for; a larger one finds a product by its url. */
const mostPages = 10;

export function ProductsView() {
  const { api } = useConsole();
  const [search, setSearch] = useState('');
  const loaded = useLoaded((signal) => allProducts(api.products, signal), 'products', everyMs);
  const words = search.trim().toLowerCase();
  const isWanted = ({ sku, name }: Product) => `${sku} ${name}`.toLowerCase().includes(words);
  return (
    <>
      <h1>Products</h1>
      <search>
        <form class="card filters" onSubmit={(event) => event.preventDefault()}>
          <div class="filter-wide">
            <Field label="Name or sku" type="search" value={search} onInput={setSearch} autoComplete="off" />
          </div>
        </form>
      </search>
      <Loading loaded={loaded}>{(products) => <ProductList products={products.filter(isWanted)} />}</Loading>
    </>
  );
}

async function allProducts(
  page: ReturnType<typeof useConsole>['api']['products'],
  signal: AbortSignal,
): Promise<Product[]> {
  const found: Product[] = [];
  let cursor: string | undefined;
  for (let n = 0; n < mostPages; n++) {
    const { products, cursor: next } = await page({ limit: pageSize, ...(cursor && { cursor }) }, signal);
    found.push(...products);
    if (!next) break;
    cursor = next;
  }
  return found;
}

function ProductList({ products }: { products: Product[] }) {
  if (products.length === 0) return <p class="card quiet">No product matches.</p>;
  return (
    <ul class="card rows">
      {products.map(({ sku, name, price, warehouse, available, pictures: [picture] }) => {
        const thumb = picture?.renditions.find(({ name: size }) => size === 'thumb');
        return (
          <li key={sku}>
            <a class="row product-row" href={`#/products/${sku}`}>
              <span class="row-thumb thumb">
                {thumb && <img class="thumb" src={thumb.url} alt="" width="48" height="48" loading="lazy" />}
              </span>
              <span class="row-id">
                {name}
                <small class="quiet">
                  {sku} · {warehouse}
                </small>
              </span>
              <span class="row-money">
                <Money value={price} />
              </span>
              <span class="row-units number">{availabilityText(available)}</span>
            </a>
          </li>
        );
      })}
    </ul>
  );
}

function availabilityText(available: number | null): string {
  if (available === null) return 'never stocked';
  return available === 0 ? 'sold out' : `${available} to sell`;
}
