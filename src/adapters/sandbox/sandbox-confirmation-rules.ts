// How a customer confirms a payment at the sandbox provider. The books get an entry when they are asked, and the authorization, or
// its refusal, when they answer.

import type { PaymentBooks, PaymentEntry, PaymentStep } from './sandbox-payment-rules';

export type ConfirmationAnswer = 'confirm' | 'refuse';

/** The entry with which the customer was asked. */
export function requestIn({ entries }: PaymentBooks): PaymentEntry | undefined {
  return entries.find(({ kind }) => kind === 'request');
}

/** What has decided a payment that the customer was asked about: their answer, or a void before it. */
export function decisionIn({ entries }: PaymentBooks): PaymentEntry | undefined {
  return entries.find(({ kind }) => kind === 'void') ?? entries.find(({ kind }) => kind === 'authorize');
}

/** Books an answer, unless the payment is decided already. @throws when the customer was never asked. */
export function nextAnswer(books: PaymentBooks, answer: ConfirmationAnswer, at: string): PaymentStep {
  const request = requestIn(books);
  if (!request) throw new Error('The customer was not asked to confirm a payment.');
  const known = decisionIn(books);
  if (known) return { known };
  const { due = 0, ...common } = request;
  const idempotencyKey = `${request.orderId}:confirmation`;
  const decision =
    answer === 'confirm'
      ? ({ outcome: 'accepted', amount: due, detail: '' } as const)
      : ({ outcome: 'PAYMENT.DECLINED', amount: 0, detail: 'The customer has refused the payment.' } as const);
  return { entry: { ...common, ...decision, kind: 'authorize', idempotencyKey, at } };
}
