// The port to the payments that wait for the customer at a provider of ours: the sandbox. Other providers have pages of their own.

import type { Money } from '../../shared/money';

export interface PaymentConfirmation {
  orderId: string;
  amount: Money;
  /** False once the customer has answered, or the payment was voided. */
  isOpen: boolean;
}

export interface PaymentConfirmations {
  /** @param reference from the url that the customer was given. @returns undefined when nothing was asked under it. */
  find(reference: string): Promise<PaymentConfirmation | undefined>;
  /** Records what the customer says, once: the first answer counts. The payment is as `find` returns it. */
  answer(reference: string, answer: 'confirm' | 'refuse'): Promise<PaymentConfirmation | undefined>;
}
