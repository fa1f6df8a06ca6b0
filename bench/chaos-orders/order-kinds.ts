// The kinds of orders in a chaos run, assigned in turn, so that a run of any size has all of them.

export type OrderKind =
  | 'plain'
  | 'declined'
  /** The carrier does not deliver to the address. */
  | 'notDelivered'
  /** Cancelled at a random moment, which may be too late. */
  | 'cancelled'
  | 'approved'
  | 'rejected'
  /** Nobody approves or rejects it, so it keeps waiting. */
  | 'undecided'
  /** Cancelled while it waits for approval. */
  | 'cancelledWaiting'
  /** Refunded after delivery, with or without restocking. */
  | 'refunded'
  | 'refundedRestocked'
  /** For a product with more buyers than units. */
  | 'scarce';

export const orderKinds: readonly OrderKind[] = [
  'plain',
  'cancelled',
  'approved',
  'declined',
  'notDelivered',
  'plain',
  'refunded',
  'rejected',
  'scarce',
  'plain',
  'cancelledWaiting',
  'refundedRestocked',
  'undecided',
  'plain',
  'cancelled',
  'scarce',
  'plain',
];
