// Activities that move money, each with the idempotency key `<orderId>:<operation>`, or that of a refund. An authorization and a
// capture are recorded in the same activity.

import { accepted, type Result } from '../../shared/result';
import type { Order, PaymentMovement } from '../order';
import type { PaymentReceipt, PaymentRefusal, Payments } from '../ports/payments';
import { withPayment } from '../timeline';
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
    { operation, currency }: { operation: PaymentMovement['operation']; currency: string },
    context: Context,
  ): Promise<OrderActivities['authorizePayment']['output']> {
    if (!paid.ok) return paid;
    const { paymentId, amount } = paid.value;
    const at = now();
    const movement = { operation, paymentId, amount: { amount, currency }, at: at.toISOString() };
    const change = changeOf(takenAt(recording, at));
    const apply = (order: Order) => {
      const taken = change.apply(order);
      return taken === order ? order : withPayment(taken, movement);
    };
    const act = `${change.orderId}:${operation}`;
    const standing = await recordAct(deps, { ...change, apply, act }, context);
    return accepted({ ...paid.value, ...(standing && { standing }) });
  }

  return {
    async authorizePayment({ recording, ...payment }, context) {
      const key = `${payment.orderId}:authorize`;
      const act = { operation: 'authorize', currency: payment.amount.currency } as const;
      return recorded(await payments.authorize(payment, key), recording, act, context);
    },

    voidPayment: (payment) => payments.void(payment, `${payment.orderId}:void`),

    async capturePayment({ recording, ...payment }, context) {
      const key = `${payment.orderId}:capture`;
      const act = { operation: 'capture', currency: payment.amount.currency } as const;
      return recorded(await payments.capture(payment, key), recording, act, context);
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
