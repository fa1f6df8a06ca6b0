// Activities that move money, each with the idempotency key `<orderId>:<operation>`, or that of a refund. An authorization and a
// capture are recorded in the same activity.

import { accepted, type Result } from '../../shared/result';
import type { PaymentReceipt, PaymentRefusal, Payments } from '../ports/payments';
import type { OrderActivities, OrderActivityHandlers, Recording } from './order-activities';
import { changeOf, type RecorderDeps, recordAct } from './recorder';

export interface PaymentActivityDeps<Context> extends RecorderDeps<Context> {
  payments: Payments;
  now: () => Date;
}

export type PaymentActivities = 'authorizePayment' | 'voidPayment' | 'capturePayment' | 'refundPayment';

export function makePaymentActivities<Context>(
  deps: PaymentActivityDeps<Context>,
): Pick<OrderActivityHandlers<Context>, PaymentActivities> {
  const { payments, now } = deps;

  async function recorded(
    paid: Result<PaymentReceipt, PaymentRefusal>,
    recording: Recording,
    act: string,
    context: Context,
  ): Promise<OrderActivities['authorizePayment']['output']> {
    if (!paid.ok) return paid;
    const standing = await recordAct(deps, { ...changeOf(takenAt(recording, now())), act }, context);
    return accepted({ ...paid.value, ...(standing && { standing }) });
  }

  return {
    async authorizePayment({ recording, ...payment }, context) {
      const key = `${payment.orderId}:authorize`;
      return recorded(await payments.authorize(payment, key), recording, key, context);
    },

    voidPayment: (payment) => payments.void(payment, `${payment.orderId}:void`),

    async capturePayment({ recording, ...payment }, context) {
      const key = `${payment.orderId}:capture`;
      return recorded(await payments.capture(payment, key), recording, key, context);
    },

    refundPayment: ({ actKey, part, ...payment }) =>
      payments.refund(payment, actKey ?? `${payment.orderId}:refund`, part),
  };
}

/** Gives the last step the time at which it was taken, instead of the time at which the activity was scheduled. */
function takenAt(recording: Recording, time: Date): Recording {
  const at = time.toISOString();
  const { entries } = recording;
  const step = entries.at(-1);
  return { ...recording, at, entries: step ? entries.with(-1, { ...step, at }) : entries };
}
