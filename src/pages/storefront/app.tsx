// The frame of every view: where one is, the cart, and the links that stand on every page.

import { useEffect } from 'preact/hooks';
import { loadCart, useCart } from './cart-state';
import { type Place, usePlace } from './router';
import { CartView } from './views/cart-view';
import { ProductView } from './views/product-view';
import { ProductsView } from './views/products-view';

export function App() {
  const place = usePlace();
  const { cart } = useCart();
  useEffect(() => void loadCart(), []);
  const units = cart?.units ?? 0;
  return (
    <>
      <header class="top">
        <a class="brand" href="/">
          Cartwright
        </a>
        <nav aria-label="Shop">
          <a href="/cart">
            Cart <span class="count">{units}</span>
            <span class="visually-hidden">{units === 1 ? ' item' : ' items'}</span>
          </a>
        </nav>
      </header>
      <View place={place} />
    </>
  );
}

function View({ place }: { place: Place }) {
  if (place.view === 'product') return <ProductView sku={place.sku} />;
  return place.view === 'cart' ? <CartView /> : <ProductsView />;
}
