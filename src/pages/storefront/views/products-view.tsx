// All products. The document has shown the same list before the script ran (src/serving/product-list-html.ts).

import type { Product } from '../../../../client/api-types';
import { expectData } from '../../../../client/expect-data';
import { moneyText } from '../../shared/money';
import { api } from '../api';
import { PageTitle } from '../page-title';
import { ProductImage } from '../picture';
import { ProblemNotice } from '../problem-notice';
import { useLoaded } from '../use-loaded';

const sizes = '(min-width: 60rem) 22rem, (min-width: 40rem) 33vw, 50vw';
const inFirstRows = 4;

export function ProductsView() {
  const { value: products, problem } = useLoaded('products', allProducts);
  return (
    <main id="main" class="page" aria-busy={!products && !problem}>
      <PageTitle>Products</PageTitle>
      {problem && <ProblemNotice words={problem} />}
      {products?.length === 0 && <p class="muted">There is nothing for sale yet.</p>}
      <ul class="products">
        {products?.map((product, at) => (
          <li key={product.sku}>
            <ProductCard product={product} isFirst={at < inFirstRows} />
          </li>
        ))}
      </ul>
    </main>
  );
}

function ProductCard({ product, isFirst }: { product: Product; isFirst: boolean }) {
  return (
    <a class="card" href={`/products/${product.sku}`}>
      <ProductImage picture={product.pictures[0]} sizes={sizes} isFirst={isFirst} />
      <h2>{product.name}</h2>
      <p class="price">{moneyText(product.price)}</p>
      {product.available === 0 && <p class="sold-out">Sold out</p>}
    </a>
  );
}

export async function allProducts(): Promise<Product[]> {
  const products: Product[] = [];
  let cursor: string | undefined;
  do {
    const query = cursor === undefined ? {} : { cursor };
    const body = await expectData(api.GET('/products', { params: { query } }));
    products.push(...body.products);
    cursor = body.cursor;
  } while (cursor !== undefined);
  return products;
}
