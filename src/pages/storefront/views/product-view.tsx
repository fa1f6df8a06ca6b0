// One product, and the button that puts it into the cart.

import { useState } from 'preact/hooks';
import type { Product } from '../../../../client/api-types';
import { expectData } from '../../../../client/expect-data';
import { moneyText } from '../../shared/money';
import { api } from '../api';
import { addLine, useCart } from '../cart-state';
import { PageTitle } from '../page-title';
import { ProductImage } from '../picture';
import { ProblemNotice } from '../problem-notice';
import { useLoaded } from '../use-loaded';

const fewLeft = 5;

export function ProductView({ sku }: { sku: string }) {
  const { value: product, problem } = useLoaded(sku, () =>
    expectData(api.GET('/products/{sku}', { params: { path: { sku } } })),
  );
  return (
    <main id="main" class="page" aria-busy={!product && !problem}>
      <p>
        <a href="/">All products</a>
      </p>
      {problem && <ProblemNotice words={problem} />}
      {product && <ProductDetails product={product} />}
    </main>
  );
}

function ProductDetails({ product }: { product: Product }) {
  const { problem } = useCart();
  const [isAdded, setAdded] = useState(false);
  const { name, description, price, available, pictures } = product;
  const add = () => {
    void addLine(product, 1);
    setAdded(true);
  };
  return (
    <article class="product">
      <ProductImage picture={pictures[0]} sizes="(min-width: 50rem) 36rem, 100vw" alt={name} isFirst />
      <div class="product-facts">
        <PageTitle>{name}</PageTitle>
        <p class="price">{moneyText(price)}</p>
        <p>{description}</p>
        <p class="muted">{availabilityWords(available)}</p>
        <div class="actions">
          <button type="button" class="button button-main" disabled={available === 0} onClick={add}>
            Add to cart
          </button>
          {isAdded && !problem && (
            <a class="button" href="/cart">
              Go to cart
            </a>
          )}
        </div>
        <p role="status">{isAdded && !problem ? `${name} is in your cart.` : ''}</p>
        {problem && <ProblemNotice words={problem} />}
      </div>
    </article>
  );
}

function availabilityWords(available: number | null): string {
  if (available === 0) return 'Sold out';
  if (available === null) return '';
  return available <= fewLeft ? `Only ${available} left` : 'In stock';
}
