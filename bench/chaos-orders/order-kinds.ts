// The kinds of orders of a chaos run, in turn, so that every size of run has all of them.

export type OrderKind =
  | 'plain'
  | 'declined'
  /** To a place that the carrier does not deliver to. */
  | 'notDelivered'
  /** Called off at any moment: it may be too late. */
  | 'cancelled'
  | 'approved'
  | 'rejected'
  /** Nobody decides: it waits. */
  | 'undecided'
  /** Called off while it waits for approval. */
  | 'cancelledWaiting'
  /** Paid back once it has arrived, with or without the units. */
  | 'refunded'
  | 'refundedRestocked'
  /** More buyers than units. */
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
