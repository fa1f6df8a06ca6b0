// The views of the console and their urls. They stand in the fragment, so that ids and mail addresses are sent to no server.

export type View =
  | { name: 'today' }
  | { name: 'orders'; query: URLSearchParams }
  | { name: 'order'; orderId: string }
  | { name: 'parcels'; warehouse?: string }
  | { name: 'products' }
  | { name: 'product'; sku: string }
  | { name: 'messages' }
  | { name: 'webhooks'; query: URLSearchParams }
  | { name: 'carts' }
  | { name: 'unknown' };

/** @param hash such as `#/orders?state=captured`. */
export function viewAt(hash: string): View {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const [name = '', id] = path.split('/').map(decode);
  const query = new URLSearchParams(search);
  if (id !== undefined && id !== '') {
    if (name === 'orders') return { name: 'order', orderId: id };
    return name === 'products' ? { name: 'product', sku: id } : { name: 'unknown' };
  }
  if (name === '') return { name: 'today' };
  if (name === 'orders' || name === 'webhooks') return { name, query };
  if (name === 'products' || name === 'messages' || name === 'carts') return { name };
  const warehouse = query.get('warehouse');
  return name === 'parcels' ? { name, ...(warehouse && { warehouse }) } : { name: 'unknown' };
}

export interface NavLink {
  href: string;
  text: string;
  /** The views that it stands for. */
  views: readonly View['name'][];
}

export const navLinks: readonly NavLink[] = [
  { href: '#/', text: 'Today', views: ['today'] },
  { href: '#/orders', text: 'Orders', views: ['orders', 'order'] },
  { href: '#/parcels', text: 'Parcels', views: ['parcels'] },
  { href: '#/products', text: 'Products', views: ['products', 'product'] },
  { href: '#/carts', text: 'Carts', views: ['carts'] },
  { href: '#/webhooks', text: 'Webhooks', views: ['webhooks'] },
  { href: '#/messages', text: 'Messages', views: ['messages'] },
];

/** For the title of the window. */
export function viewTitle(view: View): string {
  if (view.name === 'order') return `Order ${view.orderId}`;
  if (view.name === 'product') return view.sku;
  return navLinks.find(({ views }) => views.includes(view.name))?.text ?? 'No such page';
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
