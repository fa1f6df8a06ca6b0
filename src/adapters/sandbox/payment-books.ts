// The sandbox provider's books of one order, as a row of table `payments`: the order id is the partition key, and one document holds
// every entry. The provider and its audits share this format.

import { documentColumns, documentOf } from '../storage/document-columns';
import type { PaymentBooks } from './sandbox-payment-rules';

export const booksRowKey = 'books';

export function rowOfBooks(orderId: string, books: PaymentBooks) {
  return { partitionKey: orderId, rowKey: booksRowKey, ...documentColumns(books) };
}

export function booksOfRow(row: Record<string, unknown>): PaymentBooks {
  return documentOf<PaymentBooks>(row);
}
