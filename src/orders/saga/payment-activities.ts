// Activities that move money, each with the idempotency key `<orderId>:<operation>`, or that of a refund. An authorization and a
// capture are recorded in the same activity.

import { accepted, type Result } from '../../shared/result';
import type { Order, PaymentAction, PaymentMovement } from '../order';
import { recordedStep } from '../order-states';
import type { Authorization, Payment, PaymentReceipt, PaymentRefusal, Payments } from '../ports/payments';
import { withPayment, withPaymentAction } from '../timeline';
import type { OrderActivities, OrderActivityHandlers, Recording } from './order-activities';
import { changeOf, type RecorderDeps, record, recordAct } from './recorder';

export interface PaymentActivityDeps<Context> extends RecorderDeps<Context> {
  payments: Payments;
  /** Where the customer comes back to after confirming the payment of an order. */
  returnUrlOf: (orderId: string) => string;
  now: () => Date;
}

export type PaymentActivities =
  | 'authorizePayment'
  | 'checkAuthorization'
  | 'voidPayment'
  | 'capturePayment'
  | 'refundPayment';

export function makePaymentActivities<Context>(
  deps: PaymentActivityDeps<Context>,
): Pick<OrderActivityHandlers<Context>, PaymentActivities> {
  const { payments, returnUrlOf, now } = deps;

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

  /**
   * Records that the customer has to act. Unlike a payment, nothing was moved: if the record fails, so does the activity, and the
   * next attempt is given the same action under the same key.
   */
  async function asked(action: PaymentAction, recording: Recording, context: Context) {
    const { closesCancellation: _later, ...rest } = takenAt(recording, now());
    const entries = rest.entries.with(-1, { at: rest.at, ...recordedStep('requestPaymentAction') });
    const change = changeOf({ ...rest, entries });
    const apply = (order: Order) => {
      const taken = change.apply(order);
      return taken === order ? order : withPaymentAction(taken, action);
    };
    return record(deps, { ...change, apply }, context);
  }

  function recordedAuthorization(
    paid: Result<Authorization, PaymentRefusal>,
    recording: Recording,
    { amount }: Pick<Payment, 'amount'>,
    context: Context,
  ) {
    return recorded(paid, recording, { operation: 'authorize', currency: amount.currency }, context);
  }

  return {
    async authorizePayment({ recording, mayAskCustomer, ...payment }, context) {
      const { orderId } = payment;
      const returnUrl = mayAskCustomer && returnUrlOf(orderId);
      const paid = await payments.authorize(payment, `${orderId}:authorize`, returnUrl);
      if (!paid.ok || !paid.value.action) return recordedAuthorization(paid, recording, payment, context);
      const { action, ...receipt } = paid.value;
      return accepted({ ...receipt, standing: await asked(action, recording, context), awaitsCustomer: true });
    },

    async checkAuthorization({ recording, ...payment }, context) {
      const paid = await payments.authorization(payment);
      if (!paid.ok || !paid.value.action) return recordedAuthorization(paid, recording, payment, context);
      const { action: _known, ...receipt } = paid.value;
      const { customerId, orderId } = recording;
      const standing = await record(deps, { customerId, orderId, apply: (order) => order }, context);
      return accepted({ ...receipt, standing, awaitsCustomer: true });
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
