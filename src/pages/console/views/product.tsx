// One product: its stock with the latest movements, an adjustment with its reason, and its pictures.

import { Money } from '../../shared/money';
import { useConsole } from '../parts/console-context';
import { Loading } from '../parts/loading';
import { ProductPictures } from '../parts/product-pictures';
import { ProductStock } from '../parts/product-stock';
import { useLoaded } from '../parts/use-loaded';

const everyMs = 60_000;

export function ProductView({ sku }: { sku: string }) {
  const { api } = useConsole();
  const loaded = useLoaded((signal) => api.product(sku, signal), sku, everyMs);
  return (
    <>
      <p>
        <a href="#/products">← Products</a>
      </p>
      <Loading loaded={loaded}>
        {({ name, price, warehouse }) => (
          <header class="page-head">
            <h1>{name}</h1>
            <p class="page-facts">
              <code>{sku}</code> · {warehouse} · <Money value={price} />
            </p>
          </header>
        )}
      </Loading>
      <div class="product-grid">
        <ProductPictures sku={sku} />
        <ProductStock sku={sku} />
      </div>
    </>
  );
}
