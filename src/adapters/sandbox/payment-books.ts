// The sandbox provider's books about one order, as a row of table `payments`: partition key order, and one document with
// everything that was ever booked. The provider and whoever audits it read them by the same words.

import { documentColumns, documentOf } from '../storage/document-columns';
import type { PaymentBooks } from './sandbox-payment-rules';

export const booksRowKey = 'books';

export function rowOfBooks(orderId: string, books: PaymentBooks) {
  return { partitionKey: orderId, rowKey: booksRowKey, ...documentColumns(books) };
}

export function booksOfRow(row: Record<string, unknown>): PaymentBooks {
  return documentOf<PaymentBooks>(row);
}
