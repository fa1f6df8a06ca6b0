// What a payment provider reports by itself.

/** Something that became of a payment without this shop: by hand at the provider, by a bank, or by time. */
export interface PaymentReport {
  /** The same however often it is reported. */
  eventId: string;
  /** ISO 8601, UTC. */
  at: string;
  orderId: string;
  reason:
    | 'PAYMENT.EXPIRED'
    | 'PAYMENT.CALLED_OFF'
    | 'PAYMENT.REFUNDED_BY_HAND'
    | 'PAYMENT.REFUND_FAILED'
    | 'PAYMENT.DISPUTED';
  /** For the shop's people only. */
  detail: string;
}

/** Reads what a payment provider sends. */
export interface PaymentReports {
  /**
   * @param body exactly as received.
   * @returns undefined for what is of no use to an order.
   * @throws AppError `WEBHOOK.UNSIGNED` unless the provider signed it within the last minutes.
   */
  read(body: string, signature: string | null): Promise<PaymentReport | undefined>;
}
