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
  /** Refunded in full as soon as it is paid: its parcels are withdrawn unless they are on their way. */
  | 'refundedEarly'
  /** One of two parcels is refunded by lines as soon as the order is paid. */
  | 'refundedLines'
  /** The customer confirms the payment at the provider, or refuses it, or cancels instead. */
  | 'confirmed'
  | 'notConfirmed'
  | 'cancelledUnpaid'
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
  'refundedEarly',
  'rejected',
  'scarce',
  'plain',
  'cancelledWaiting',
  'refundedRestocked',
  'refundedLines',
  'undecided',
  'confirmed',
  'cancelled',
  'scarce',
  'notConfirmed',
  'cancelledUnpaid',
];
