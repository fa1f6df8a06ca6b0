// The products as HTML, for the first paint and for browsers without scripts. The storefront's script shows the same list in the
// same elements, so nothing moves when it takes over.

import type { ProductPicture } from '../shared/contracts';
import { escapeHtml } from '../shared/mail/mail-html';
import { decimalsOf, type Money } from '../shared/money';
import type { ShownList, ShownProduct } from './shown-list';

/** How many pictures are loaded at once: those of the first rows. */
const eager = 4;

export function productListHtml({ products }: ShownList): string {
  const items = products.map(card).join('');
  return `<main id="main" class="page"><h1>Products</h1><ul class="products">${items}</ul></main>`;
}

function card({ sku, name, price, available, pictures: [picture] }: ShownProduct, at: number): string {
  const sold = available === 0 ? '<p class="sold-out">Sold out</p>' : '';
  return `<li><a class="card" href="/products/${escapeHtml(sku)}"><span class="frame">${picture ? image(picture, at) : ''}</span><h2>${escapeHtml(name)}</h2><p class="price">${escapeHtml(shownMoney(price))}</p>${sold}</a></li>`;
}

function image({ sources, renditions, srcset }: ProductPicture, at: number): string {
  const sizes = '(min-width: 60rem) 22rem, (min-width: 40rem) 33vw, 50vw';
  const webp = sources
    .map((one) => `<source type="${escapeHtml(one.contentType)}" srcset="${escapeHtml(one.srcset)}" sizes="${sizes}">`)
    .join('');
  const src = renditions.find(({ contentType }) => contentType === 'image/jpeg')?.url ?? '';
  const loading = at < eager ? 'eager' : 'lazy';
  return `<picture>${webp}<img alt="" src="${escapeHtml(src)}" srcset="${escapeHtml(srcset)}" sizes="${sizes}" loading="${loading}" width="400" height="400"></picture>`;
}

function shownMoney({ amount, currency }: Money): string {
  const value = amount / 10 ** decimalsOf(currency);
  return new Intl.NumberFormat('en', { style: 'currency', currency }).format(value);
}
