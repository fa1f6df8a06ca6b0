// The port to what a payment provider reports on its own.

/** A change of a payment that this app did not cause: made by the customer, by hand at the provider, by a bank, or by a timeout. */
export interface PaymentReport {
  /** The same in every repetition of a report. */
  eventId: string;
  /** ISO 8601, UTC. */
  at: string;
  orderId: string;
  /** The customer who placed the order, if the provider names it. Not verified: it can be edited at the provider. */
  customerId?: string;
  /** `PAYMENT.ANSWERED`: it was authorized or declined, perhaps because the customer has confirmed or refused it. */
  reason:
    | 'PAYMENT.ANSWERED'
    | 'PAYMENT.EXPIRED'
    | 'PAYMENT.CALLED_OFF'
    | 'PAYMENT.REFUNDED_BY_HAND'
    | 'PAYMENT.REFUND_FAILED'
    | 'PAYMENT.DISPUTED';
  /** Shown to the owner only. */
  detail: string;
}

/** Reads the provider's webhook. */
export interface PaymentReports {
  /**
   * @param body exactly as received.
   * @returns undefined for reports that do not concern an order.
   * @throws AppError `WEBHOOK.UNSIGNED` unless the provider signed it within the last minutes.
   */
  read(body: string, signature: string | null): Promise<PaymentReport | undefined>;
}
