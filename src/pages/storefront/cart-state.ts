// The cart as the page shows it: a change is shown at once, and the server's answer is what stays. Changes are sent one after
// another, so that an answer never describes a cart older than the one before.

import { useEffect, useState } from 'preact/hooks';
import type { Cart, Product } from '../../../client/api-types';
import { expectData } from '../../../client/expect-data';
import { api } from './api';
import { type Words, wordsOf } from './problem-words';

export interface CartView {
  cart?: Cart;
  problem?: Words;
  /** Changes that the server has not answered yet. */
  pending: number;
}

let view: CartView = { pending: 0 };
let confirmed: Cart | undefined;
let queue: Promise<void> = Promise.resolve();
const listeners = new Set<() => void>();

function show(next: CartView): void {
  view = next;
  for (const listener of listeners) listener();
}

export function useCart(): CartView {
  const [shown, setShown] = useState(view);
  useEffect(() => {
    const listener = () => setShown(view);
    listeners.add(listener);
    listener();
    return () => void listeners.delete(listener);
  }, []);
  return shown;
}

export const loadCart = () =>
  change(
    (cart) => cart,
    () => expectData(api.GET('/cart')),
  );

export function addLine({ sku, name, price }: Product, quantity: number): Promise<void> {
  const headers = { 'Idempotency-Key': crypto.randomUUID() };
  return change(
    (cart) => {
      const known = cart.lines.find((line) => line.sku === sku)?.quantity ?? 0;
      const line = { sku, name, quantity: known + quantity, unitPrice: price, total: price };
      return priced({ ...cart, lines: [...cart.lines.filter((one) => one.sku !== sku), line] });
    },
    () => expectData(api.POST('/cart/lines', { params: { header: headers }, body: { sku, quantity } })),
  );
}

export function setLine(sku: string, quantity: number): Promise<void> {
  return change(
    (cart) => priced({ ...cart, lines: cart.lines.map((line) => (line.sku === sku ? { ...line, quantity } : line)) }),
    () => expectData(api.PUT('/cart/lines/{sku}', { params: { path: { sku } }, body: { quantity } })),
  );
}

export function removeLine(sku: string): Promise<void> {
  return change(
    (cart) => {
      const unavailable = (cart.unavailable ?? []).filter((line) => line.sku !== sku);
      return priced({ ...cart, lines: cart.lines.filter((line) => line.sku !== sku), unavailable });
    },
    () => expectData(api.DELETE('/cart/lines/{sku}', { params: { path: { sku } } })),
  );
}

function change(guess: (cart: Cart) => Cart, send: () => Promise<Cart>): Promise<void> {
  show({ ...(view.cart && { cart: guess(view.cart) }), pending: view.pending + 1 });
  queue = queue.then(async () => {
    try {
      confirmed = await send();
      const isLast = view.pending === 1;
      show({ ...view, ...(isLast && { cart: confirmed }), pending: view.pending - 1 });
    } catch (error) {
      show({ ...(confirmed && { cart: confirmed }), problem: wordsOf(error), pending: view.pending - 1 });
    }
  });
  return queue;
}

function priced(cart: Cart): Cart {
  const lines = cart.lines.map((line) => ({
    ...line,
    total: { ...line.unitPrice, amount: line.unitPrice.amount * line.quantity },
  }));
  return {
    ...cart,
    lines,
    units: lines.reduce((units, { quantity }) => units + quantity, 0),
    total: { ...cart.total, amount: lines.reduce((sum, { total }) => sum + total.amount, 0) },
  };
}
