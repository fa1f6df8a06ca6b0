// The view that the url names. A new view begins at its top, with its heading in focus and its name in the title.

import { useEffect, useState } from 'preact/hooks';
import { type View, viewAt, viewTitle } from '../models/routes';

export function useView(): View {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const onChange = () => setHash(location.hash);
    addEventListener('hashchange', onChange);
    return () => removeEventListener('hashchange', onChange);
  }, []);
  const view = viewAt(hash);
  const page = view.name === 'order' ? view.orderId : view.name === 'product' ? view.sku : view.name;
  const [first] = useState(page);
  useEffect(() => {
    document.title = `${viewTitle(view)} · Console`;
    if (page === first && document.activeElement === document.body) return;
    scrollTo(0, 0);
    document.getElementById('content')?.focus({ preventScroll: true });
  }, [page]);
  return view;
}
