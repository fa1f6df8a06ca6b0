// Which view a path shows, and how one goes to another: links are plain links, which the page takes over where it can.

import { useEffect, useState } from 'preact/hooks';

export type Place =
  | { view: 'products' }
  | { view: 'product'; sku: string }
  | { view: 'cart' }
  | { view: 'checkout' }
  | { view: 'orders' }
  | { view: 'order'; orderId: string; access?: string };

export function placeOf({ pathname, searchParams }: URL): Place {
  const [area = '', id] = pathname.split('/').filter(Boolean).map(decodeURIComponent);
  const access = searchParams.get('access') ?? undefined;
  // Where a payment page leads back to.
  const returned = area === '' ? searchParams.get('order') : null;
  const orderId = returned ?? (area === 'orders' ? id : undefined);
  if (orderId !== undefined) return { view: 'order', orderId, ...(access !== undefined && { access }) };
  if (area === 'products' && id !== undefined) return { view: 'product', sku: id };
  if (area === 'cart' || area === 'checkout' || area === 'orders') return { view: area };
  return { view: 'products' };
}

export function go(path: string): void {
  history.pushState('navigated', '', path);
  dispatchEvent(new PopStateEvent('popstate'));
}

/** The document of the checkout has rights of its own (Stripe's script), so one enters and leaves it by loading. */
const isCheckout = (url: URL) => url.pathname === '/checkout';

export function usePlace(): Place {
  const [url, setUrl] = useState(() => new URL(location.href));
  useEffect(() => {
    const over = new AbortController();
    const { signal } = over;
    addEventListener('popstate', () => setUrl(new URL(location.href)), { signal });
    document.addEventListener('click', takeOver, { signal });
    return () => over.abort();
  }, []);
  return placeOf(url);
}

function takeOver(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (!link || !isPlain || event.defaultPrevented || link.target || link.origin !== location.origin) return;
  const to = new URL(link.href);
  if (isCheckout(to) || isCheckout(new URL(location.href)) || to.pathname.startsWith('/api/')) return;
  event.preventDefault();
  go(link.href);
  scrollTo(0, 0);
}
