// Reads the books of the running shop: orders, payments and mails from storage, also while the host is dead; the stock from
// the host, which alone knows its entities.

import type { Stock } from '../../client/api-types';
import { isEnded, mailBalance, moneyBalance, type StockedProduct, stockBalance } from '../faults/balance';
import { readBooks, readOrders } from '../faults/read-books';
import { expectStatus, type Shop } from '../shop/shop-client';
import type { LiveBooks } from './proof-state';

export type OrderRecords = Awaited<ReturnType<typeof readOrders>>;

export interface Reading {
  books: LiveBooks;
  orders: OrderRecords;
}

export interface BookReader {
  /** @throws when the storage emulator does not answer. */
  read(): Promise<Reading>;
  /** Only the shop's own records. */
  readOrders(): Promise<OrderRecords>;
}

/** @param received units of each product before the first order. */
export function makeBookReader(shop: Shop, storage: string, received: ReadonlyMap<string, number>): BookReader {
  let stock: LiveBooks['stock'] = null;

  async function readStock(before: OrderRecords): Promise<void> {
    const products = await askForStock(shop, received);
    if (!products) return;
    const after = await readOrders(storage);
    // An order that came in between would make the stock look wrong.
    const isAtRest = after.every(isEnded) && after.length === before.length && before.every(isEnded);
    stock = { ...stockBalance(products, after, isAtRest), at: new Date().toISOString() };
  }

  return {
    async read() {
      const orders = await readOrders(storage);
      const { payments, mails } = await readBooks(storage);
      await readStock(orders);
      const currency = orders[0]?.total.currency ?? 'EUR';
      const at = new Date().toISOString();
      return {
        orders,
        books: { at, currency, money: moneyBalance(orders, payments), mails: mailBalance(mails), stock },
      };
    },
    readOrders: () => readOrders(storage),
  };
}

/** Undefined while the host cannot answer. */
async function askForStock(shop: Shop, received: ReadonlyMap<string, number>): Promise<StockedProduct[] | undefined> {
  const ask = async (sku: string) => shop.owner<Stock>('GET', `/stock/${sku}`);
  const answers = await Promise.allSettled([...received.keys()].map(ask));
  const products: StockedProduct[] = [];
  for (const answer of answers) {
    if (answer.status === 'rejected' || answer.value.status >= 500) return undefined;
    const { sku, onHand, reserved, sold } = expectStatus(answer.value, 200);
    products.push({ sku, onHand, reserved, sold, received: received.get(sku) ?? 0 });
  }
  return products;
}
